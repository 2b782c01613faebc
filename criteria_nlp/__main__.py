"""`python -m criteria_nlp`."""

from criteria_nlp.cli import main

if __name__ == "__main__":
    main()

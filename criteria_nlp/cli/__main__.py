"""`python -m criteria_nlp.cli`."""

from criteria_nlp.cli import main

if __name__ == "__main__":
    main()

"""The logic stage: every rule of the contract's §2 and §3, each with different examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from criteria_nlp.schema import Criterion, Record, facts, to_notation

Read = Callable[..., Record]
Reading = Callable[..., str]
I, E = "inclusion", "exclusion"  # noqa: E741  (as the ids of criteria begin)

AND_OR = {
    "or": (E, "Gout or asthma", "any_of(Gout, asthma)"),
    "and": (I, "Gout and asthma", "all_of(Gout, asthma)"),
    "and/or": (E, "Warfarin and/or heparin", "any_of(Warfarin, heparin)"),
    "slash": (E, "Gout/asthma", "any_of(Gout, asthma)"),
    "comma list, or": (E, "Gout, asthma, or psoriasis", "any_of(Gout, asthma, psoriasis)"),
    "comma list, and": (I, "Gout, asthma and psoriasis", "all_of(Gout, asthma, psoriasis)"),
    "and of alternatives": (E, "Hepatitis B and C", "any_of(Hepatitis B, C)"),
    "the following": (E, "Taking any of the following medications daily: warfarin, heparin, and"
                         " aspirin", "any_of(warfarin, heparin, aspirin)"),
    "the following, denied": (I, "No treatment with the following drugs: warfarin, heparin",
                              "not(any_of(warfarin, heparin))"),
    "a manual": (E, "Schizophrenia as in the Diagnostic and Statistical Manual of Mental Disorders",
                 "Schizophrenia"),
    "and of many things": (E, "Epilepsy, breastfeeding, and warfarin",
                           "any_of(Epilepsy, breastfeeding, warfarin)"),
    "and of many, an or last": (E, "Epilepsy, breastfeeding, and gout or asthma",
                                "any_of(Epilepsy, breastfeeding, gout, asthma)"),
    "and of many, one measured": (E, "Epilepsy, breastfeeding, and INR > 3",
                                  "all_of(Epilepsy, breastfeeding, INR > 3)"),
    "types": (E, "Type 1 or 2 diabetes", "Type 1 or 2 diabetes"),
    "types, twice": (I, "Age >= 40 with type I or type II diabetes",
                     "all_of(Age >= 40 a, type I or type II diabetes)"),
    "types, an age before": (I, "Aged over 40 years with type 1 or 2 zorba",
                             'all_of(Aged > 40 a, unresolved("type 1 or 2 zorba", ambiguous))'),
    "both": (I, "Both asthma and psoriasis", "all_of(asthma, psoriasis)"),
    "either": (I, "Either asthma or psoriasis", "any_of(asthma, psoriasis)"),
    "or of ands": (E, "Gout with anaemia, or asthma",
                   "any_of(all_of(Gout, anaemia), asthma)"),
    "but not": (E, "Gout or asthma, but not psoriasis",
                "all_of(any_of(Gout, asthma), not(psoriasis))"),
    "with": (I, "Cirrhosis with ascites", "all_of(Cirrhosis, ascites)"),
    "values": (I, "Albumin >= 30 g/L and INR < 1.7", "all_of(Albumin >= 30 g/L, INR < 1.7)"),
    "values, or": (E, "Sodium < 130 mmol/L or potassium > 5.5 mmol/L",
                   "any_of(Sodium < 130 mmol/L, potassium > 5.5 mmol/L)"),
}  # fmt: skip
NOT = {
    "no": (I, "No epilepsy", "not(epilepsy)"),
    "no history of": (I, "No history of pancreatitis", "not(pancreatitis)"),
    "absence of": (I, "Absence of ascites", "not(ascites)"),
    "without": (I, "Cirrhosis without ascites", "all_of(Cirrhosis, not(ascites))"),
    "over or": (I, "No gout or asthma", "not(any_of(gout, asthma))"),
    "must not": (I, "Must not have epilepsy", "not(epilepsy)"),
    "who are not": (E, "Patients who are not able to swallow tablets",
                    "not(able to swallow tablets)"),
    "no prior": (I, "No prior chemotherapy", "not(chemotherapy)"),
    "with a value": (I, "No lesion >= 3 cm", "not(lesion >= 3 cm)"),
    "before a value": (I, "Creatinine must not be greater than 1.4 mg/dL",
                       "not(Creatinine > 1.4 mg/dL)"),
    "before a value, exclusion": (E, "Creatinine must not be greater than 1.4 mg/dL",
                                  "Creatinine > 1.4 mg/dL"),
    "before a share": (I, "DLCO must not be less than 55 % predicted",
                       "not(DLCO < 55 x predicted %)"),
    "before a count": (I, "Number of relapses must not be more than 2", "not(relapses count(> 2))"),
    "before a verb": (E, "Diarrhoea that has not resolved for 3 weeks",
                      "Diarrhoea duration(>= 3 wk)"),
    "before a result": (I, "Pregnancy test must not be positive",
                        "not(Pregnancy test is positive)"),
    "of an adjective": (E, "Not well controlled hypertension", "hypertension"),
    "either no": (I, "Either no prior therapy or one prior line",
                  "any_of(not(therapy [history]), line [history])"),
    "off": (I, "Patients must be off steroids for 3 weeks",
            "not(steroids window(<= 3 wk before screening))"),
    "a list that ends with a value": (I, "No fever, cough, or temperature > 38 C",
                                      "not(any_of(fever, cough, temperature > 38 Cel))"),
    "then a value": (I, "No gout, asthma, INR < 1.4",
                     "all_of(not(any_of(gout, asthma)), INR < 1.4)"),
    "values alike": (I, "No bilirubin > 40 umol/L, creatinine > 2 mg/dL",
                     "not(any_of(bilirubin > 40 umol/L, creatinine > 2 mg/dL))"),
    "values unlike": (I, "No QTc > 460 ms, albumin >= 30 g/L",
                      "all_of(not(QTc > 460 ms), albumin >= 30 g/L)"),
    "free": (I, "Seizure-free for 8 months", "not(Seizure window(<= 8 mo before screening))"),
    "free, in a list": (I, "Asthma, tobacco free, INR < 2",
                        "all_of(Asthma, not(tobacco), INR < 2)"),
    "free, of another": (I, "Smoke-free house", "Smoke"),
    "free of": (I, "Asthma, free of gout", "all_of(Asthma, not(gout))"),
    "then and": (I, "No gout and haemoglobin >= 9 g/dL",
                 "all_of(not(gout), haemoglobin >= 9 g/dL)"),
    "are excluded": (I, "Patients with epilepsy are excluded", "not(epilepsy)"),
    "not ruled out": (E, "Meningitis cannot be ruled out", "Meningitis [suspected]"),
    "not excluded": (E, "Pregnancy could not be excluded", "Pregnancy [suspected]"),
    "not possible": (E, "Lumbar puncture is not possible", "not(Lumbar puncture)"),
    "non-, a state": (I, "Non-diabetic patients", "not(diabetic)"),
    "non-, a kind": (E, "Opioid or non-opioid analgesics",
                     "any_of(Opioid, non-opioid analgesics)"),
    "non-, unknown": (E, "Non-detachable zorba plates",
                      'unresolved("Non-detachable zorba plates", unknown_concept)'),
}  # fmt: skip
COMBINERS = {
    "at least two": (I, "At least two of the following: gout, asthma, psoriasis",
                     "at_least(2, gout, asthma, psoriasis)"),
    "at least 3": (I, "At least 3 of the following: hypertension, obesity, gout, asthma",
                   "at_least(3, hypertension, obesity, gout, asthma)"),
    "two or more": (I, "Two or more of the following: fever, cough, dyspnoea",
                    "at_least(2, fever, cough, dyspnoea)"),
    "one or more": (I, "One or more of the following: gout, asthma", "any_of(gout, asthma)"),
    "any": (E, "Any of the following: gout, asthma, psoriasis", "any_of(gout, asthma, psoriasis)"),
    "all": (I, "All of the following: fever, cough", "all_of(fever, cough)"),
}  # fmt: skip
IF = {
    "if first": (I, "If diabetic, HbA1c below 8 %", "if(diabetic, HbA1c < 8 %)"),
    "if last": (I, "Insulin if type 1 diabetes", "if(type 1 diabetes, Insulin)"),
    "guarded alternatives": (
        I,
        "a fall of more or egal 4 MADRS points (if at inclusion MADRS inferior or egal 20) or"
        " 6 MADRS points (if at inclusion MADRS superior to 20)",
        "any_of(all_of(MADRS <= 20 window(during enrollment), MADRS decrease(>= 4)),"
        " all_of(MADRS > 20 window(during enrollment), MADRS decrease(>= 6)))",
    ),
    "another value in brackets": (
        I,
        "Creatinine <= 1.5 x ULN (<= 3 x ULN if the zorba is enlarged)",
        'if(unresolved("if the zorba is enlarged", unknown_concept), Creatinine <= 3 x ULN,'
        " Creatinine <= 1.5 x ULN)",
    ),
    "another thing in brackets": (
        I,
        "Positive test for HIV (if > 1 test, the last positive one counts)",
        'all_of(test for HIV is positive, unresolved("the last positive", ambiguous))',
    ),
    "if, a semicolon": (I, "* If female; negative pregnancy test. INR < 2",
                        "all_of(if(female, pregnancy test is negative), INR < 2)"),
    "if, a semicolon, exclusion": (E, "* Gout. If female; pregnancy",
                                   "any_of(Gout, all_of(female, pregnancy))"),
    "only if": (I, "Warfarin only if atrial fibrillation", "if(Warfarin, atrial fibrillation)"),
    "when": (I, "Age >= 40 years when signing the ICF", "Age >= 40 a window(during consent)"),
    "a participle": (I, "Gout, having provided consent",
                     'all_of(Gout, unresolved("provided consent", administrative))'),
    "a participle, by": (I, "Gout; ECG provided by a nurse", "all_of(Gout, ECG)"),
    "if in an exclusion": (E, "Warfarin if atrial fibrillation",
                           "all_of(atrial fibrillation, Warfarin)"),
}  # fmt: skip
EXCEPT = {
    "other than": (E, "Malignancy other than basal cell carcinoma",
                   "except(Malignancy, [basal cell carcinoma])"),
    "except for": (E, "Autoimmune disease except for vitiligo",
                   "except(Autoimmune disease, [vitiligo])"),
    "two exceptions": (E, "Arrhythmia with the exception of atrial fibrillation or bradycardia",
                       "except(Arrhythmia, [atrial fibrillation, bradycardia])"),
    "excluding": (E, "Immunodeficiency excluding IgA deficiency",
                  "except(Immunodeficiency, [IgA deficiency])"),
    "under a negation": (I, "No malignancy other than melanoma",
                         "not(except(malignancy, [melanoma]))"),
    "from a list": (E, "Cancer or lymphoma, with the exception of melanoma",
                    "except(any_of(Cancer, lymphoma), [melanoma])"),
    "after a window": (E, "Lymphoma or gout, within 2 years, except for melanoma",
                       "except(any_of(Lymphoma window(<= 2 a before screening),"
                       " gout window(<= 2 a before screening)), [melanoma])"),
    "a window behind it": (E, "Lymphoma other than melanoma within 4 years",
                           "except(Lymphoma window(<= 4 a before screening),"
                           " [melanoma window(<= 4 a before screening)])"),
    "a window behind brackets": (E, "Surgery (other than biopsy) within 4 weeks",
                                 "except(Surgery window(<= 4 wk before screening), [biopsy])"),
    "a window of its own": (E, "Lymphoma except if treated > 4 years ago",
                            "all_of(Lymphoma, not(unresolved(\"treated > 4 years ago\","
                            " unknown_concept)))"),
    "apart from": (I, "No autoimmune disease apart from psoriasis",
                   "not(except(autoimmune disease, [psoriasis]))"),
}  # fmt: skip
UNLESS = {
    "unless": (E, "Asthma unless mild asthma", "all_of(Asthma, not(mild asthma))"),
    "a treatment": (E, "Epilepsy unless treated with valproate",
                    "all_of(Epilepsy, not(valproate))"),
    "a value": (E, "Hypothyroidism unless TSH < 4 mU/L",
                "all_of(Hypothyroidism, not(TSH < 4 mU/L))"),
    "words alone": (E, "Sepsis unless adequately treated",
                    'all_of(Sepsis, not(unresolved("adequately treated", unknown_concept)))'),
    "an inclusion": (I, "INR <= 1.4 unless on warfarin", "any_of(INR <= 1.4, warfarin)"),
    "an inclusion, in brackets": (I, "Sodium >= 132 mmol/L (unless cirrhosis)",
                                  "any_of(Sodium >= 132 mmol/L, cirrhosis)"),
    "an inclusion, denied": (I, "No gout unless mild gout", "not(all_of(gout, not(mild gout)))"),
}  # fmt: skip
PEOPLE = {
    "a sex": (I, "Women must have a negative pregnancy test",
              "if(Women, pregnancy test is negative)"),
    "a sex, denied": (I, "Men must not have epilepsy", "if(Men, not(epilepsy))"),
    "a sex, exclusion": (E, "Women must not be lactating", "all_of(Women, lactating)"),
    "either sex": (I, "Male and female patients must have asthma",
                   "all_of(any_of(Male, female patients), asthma)"),
    "both, limited": (I, "Both men and fertile women must use condoms",
                      "if(any_of(men, fertile women), condoms)"),
    "a state": (I, "Participants with diabetes should have an HbA1c < 9 %",
                "if(diabetes, HbA1c < 9 %)"),
    "a drug": (I, "Subjects on warfarin need an INR < 3.5", "if(warfarin, INR < 3.5)"),
    "an age": (I, "Patients under 16 years of age must have asthma",
               "if(years of age < 16 a, asthma)"),
    "a colon": (I, "Patients with cirrhosis: albumin >= 28 g/L",
                "if(cirrhosis, albumin >= 28 g/L)"),
    "all patients": (I, "All patients must have an INR < 1.5", "INR < 1.5"),
    "all patients, measured": (I, "Patients' INR must be < 1.5", "INR < 1.5"),
    "patients and others": (I, "Patients or donors must not be pregnant", "not(pregnant)"),
    "a relative clause": (I, "Patients who need insulin", "insulin"),
    "not understood": (I, "Patients with gout must have recovered",
                       'if(gout, unresolved("must have recovered", unknown_concept))'),
    "each of two": (I, "Women must not be pregnant or lactating and men must use condoms",
                    "all_of(if(Women, not(any_of(pregnant, lactating))), if(men, condoms))"),
    "unless": (I, "Women must have a negative pregnancy test unless postmenopausal",
               "if(Women, any_of(pregnancy test is negative, postmenopausal))"),
    "a past thing": (I, "Any prior radiotherapy must be completed >= 3 weeks before enrollment",
                     "if(radiotherapy [history],"
                     " radiotherapy window(>= 3 wk before enrollment, last) [history])"),
    "a grade": (I, "Any neuropathy must have recovered to grade <= 2",
                "if(neuropathy, neuropathy <= 2)"),
    "if present": (I, "Brain metastases, if present, must be flurbed",
                   'if(Brain metastases, unresolved("must be flurbed", unknown_concept))'),
    "behind, a value": (I, "AST and ALT <= 4 x ULN for patients with liver metastases",
                        "if(liver metastases, all_of(AST <= 4 x ULN, ALT <= 4 x ULN))"),
    "behind, of the last": (I, "INR < 1.5 and albumin >= 28 g/L for patients with cirrhosis",
                            "all_of(INR < 1.5, if(cirrhosis, albumin >= 28 g/L))"),
    "behind, ages": (I, "Lansky >= 60 for patients < 16 years of age and Karnofsky >= 60 for"
                        " patients >= 16 years of age",
                     "all_of(if(years of age < 16 a, Lansky >= 60),"
                     " if(years of age >= 16 a, Karnofsky >= 60))"),
    "behind, an alternative": (I, "INR < 1.5, or albumin >= 28 g/L for patients with an INR >= 1.5",
                               "any_of(INR < 1.5, all_of(INR >= 1.5, albumin >= 28 g/L))"),
    "behind, required": (I, "An ECG is mandatory for patients with heart failure",
                         "if(heart failure, ECG)"),
    "behind, of": (I, "ECG required of women", "if(women, ECG)"),
    "behind, a result": (I, "Negative pregnancy test within 7 days before randomisation for women",
                         "if(women, pregnancy test is negative window(<= 7 d before"
                         " randomization))"),
    "behind, unless": (I, "An ECG is required for women (unless postmenopausal)",
                       "if(all_of(women, not(postmenopausal)), ECG)"),
    "behind, not required": (I, "Biopsy is not required for patients with cirrhosis",
                             'unresolved("Biopsy is not required for patients with cirrhosis",'
                             " permission)"),
    "behind, nothing asked": (E, "Surgery in patients with cirrhosis",
                              "all_of(Surgery, cirrhosis)"),
}  # fmt: skip
REPLACED = {
    "or": (I, "ALT <= 3 x ULN, or <= 6 x ULN for patients with liver metastases",
           "if(liver metastases, ALT <= 6 x ULN, ALT <= 3 x ULN)"),
    "if": (I, "AST and ALT <= 3 x ULN or <= 6 x ULN if liver metastases are present",
           "if(liver metastases, all_of(AST <= 6 x ULN, ALT <= 6 x ULN),"
           " all_of(AST <= 3 x ULN, ALT <= 3 x ULN))"),
    "a semicolon": (I, "Platelets >= 90 x 10^9/L; >= 40 x 10^9/L in case of splenomegaly",
                    "if(splenomegaly, Platelets >= 40 10*9/L, Platelets >= 90 10*9/L)"),
    "an age": (I, "HbA1c < 7 %, or < 8 % in patients aged over 70 years",
               "if(aged > 70 a, HbA1c < 8 %, HbA1c < 7 %)"),
    "in which case": (I, "Bilirubin <= 20 umol/L unless Gilbert's syndrome, in which case"
                         " <= 50 umol/L",
                      "if(Gilbert's syndrome, Bilirubin <= 50 umol/L, Bilirubin <= 20 umol/L)"),
    "told again": (I, "Bilirubin <= 20 umol/L, except in patients with Gilbert's syndrome who must"
                      " have bilirubin <= 50 umol/L",
                   "if(Gilbert's syndrome, bilirubin <= 50 umol/L, Bilirubin <= 20 umol/L)"),
    "a sentence": (I, "Albumin >= 32 g/L. Patients with cirrhosis: albumin >= 28 g/L",
                   "if(cirrhosis, albumin >= 28 g/L, Albumin >= 32 g/L)"),
    "a bare number": (I, "Albumin >= 32 g/L (28 g/L for patients with cirrhosis)",
                      "if(cirrhosis, Albumin >= 28 g/L, Albumin >= 32 g/L)"),
    "then another": (I, "ALT <= 3 x ULN or <= 6 x ULN if liver metastases, and INR < 1.5",
                     "all_of(if(liver metastases, ALT <= 6 x ULN, ALT <= 3 x ULN), INR < 1.5)"),
    "a sex has its own": (I, "Haemoglobin >= 130 g/L for men and >= 120 g/L for women",
                          "any_of(all_of(men, Haemoglobin >= 130 g/L),"
                          " all_of(women, Haemoglobin >= 120 g/L))"),
    "no condition of its own": (I, "ALT up to 2 x ULN, except with metastases; up to 6 x ULN",
                                "all_of(except(ALT <= 2 x ULN, [metastases]),"
                                ' unresolved("up to 6 x ULN", ambiguous))'),
    "not again": (E, "Platelets < 90 x 10^9/L or < 40 x 10^9/L",
                  "any_of(Platelets < 90 10*9/L, Platelets < 40 10*9/L)"),
}  # fmt: skip
STROKES = {
    "a value of both": (I, "AST/ALT <= 3 x ULN", "all_of(AST <= 3 x ULN, ALT <= 3 x ULN)"),
    "a value, exclusion": (E, "AST/ALT > 3 x ULN", "any_of(AST > 3 x ULN, ALT > 3 x ULN)"),
    "after brackets": (I, "AST (SGOT)/ALT (SGPT) <= 3 x ULN",
                       "all_of(AST <= 3 x ULN, ALT <= 3 x ULN)"),
    "an or beside it": (I, "INR < 1.3 or AST/ALT <= 3 x ULN",
                        "any_of(INR < 1.3, all_of(AST <= 3 x ULN, ALT <= 3 x ULN))"),
    "a result of both": (I, "HBV/HCV negative", "all_of(HBV is negative, HCV is negative)"),
}  # fmt: skip
METHODS = {
    "of a finding": (I, "Lesions on brain MRI or CT", "Lesions"),
    "of a value": (I, "Tumour > 1 cm by CT or MRI, and INR < 2",
                   "all_of(Tumour > 1 cm, INR < 2)"),
    "of two values": (I, "Lesion >= 20 mm by X-ray or >= 10 mm by spiral CT",
                      'unresolved("Lesion >= 20 mm by X-ray or >= 10 mm by spiral CT", ambiguous)'),
    "of a list": (I, "Gout by x-ray, ultrasound, or physical examination", "Gout"),
    "no treatment": (E, "Stenosis > 70 % by angiography, or surgery",
                     "any_of(Stenosis > 70 %, surgery)"),
    "of something unknown": (I, "Zorbas on bone scan",
                             'unresolved("Zorbas on bone scan", unknown_concept)'),
    "confirmed by": (I, "Gout confirmed by ultrasound or biopsy", "Gout"),
    "adverbs": (E, "Histologically or radiologically confirmed lymphoma", "lymphoma [confirmed]"),
    "adverbs of a state": (I, "Aspirin if haematologically stable",
                           'if(unresolved("haematologically stable", unknown_concept), Aspirin)'),
    "despite": (I, "No hypertension despite treatment", "not(hypertension)"),
}  # fmt: skip
WILLING = {
    "that prevents it": (E, "Dementia that does not allow the patient to give informed consent",
                         'all_of(Dementia, unresolved("that does not allow the patient to give'
                         ' informed consent", administrative))'),
    "last of alternatives": (
        I, "Postmenopausal, surgically sterile, or willing to use contraception",
        "any_of(Postmenopausal, surgically sterile,"
        ' unresolved("willing to use contraception", administrative))'),
    "one of two words": (E, "Smoker who is not able or willing to stop",
                         'all_of(Smoker, unresolved("not able or willing to stop",'
                         " administrative))"),
    "of the parents": (I, "Parents give their written informed consent",
                       'unresolved("Parents give their written informed consent",'
                       " administrative)"),
    "able": (I, "Patients with gout able to give informed consent",
             'all_of(gout, unresolved("able to give informed consent", administrative))'),
    "part of a name": (I, "Eastern Cooperative Oncology Group (ECOG) scale below 2",
                       '"Eastern Cooperative Oncology Group (ECOG) scale" < 2'),
    "part of a disease": (E, "Geographic atrophy", "Geographic atrophy"),
    "a moment": (E, "Stroke within 2 months prior to signature of the ICF",
                 "Stroke window(<= 2 mo before consent)"),
    "a time of day": (E, "Unwilling to fast after 9:30 pm",
                      'unresolved("Unwilling to fast after 9:30 pm", administrative)'),
    "alone": (I, "Willing to undergo a colonoscopy",
              'unresolved("Willing to undergo a colonoscopy", administrative)'),
    "to stop": (I, "Agrees to stop metformin",
                'unresolved("Agrees to stop metformin", administrative)'),
    "of some": (I, "Women must agree to use condoms",
                'if(Women, unresolved("must agree to use condoms", administrative))'),
    "after a fact": (I, "Patients with gout willing to stop diuretics",
                     'all_of(gout, unresolved("willing to stop diuretics", administrative))'),
    "of the last": (E, "Gout, asthma, or epilepsy in patients unwilling to stop metformin",
                    "any_of(Gout, asthma, all_of(epilepsy,"
                    ' unresolved("unwilling to stop metformin", administrative)))'),
    "of all": (E, "Gout or asthma, unwilling to stop metformin",
               "all_of(any_of(Gout, asthma),"
               ' unresolved("unwilling to stop metformin", administrative))'),
    "before people": (E, "Refusal to take part, patients with gout",
                      'any_of(unresolved("Refusal to take part", administrative), gout)'),
    "to refrain": (I, "Men must refrain from sperm donation for 60 days after the last dose",
                   "if(Men, not(sperm donation window(<= 60 d after last_dose)))"),
}  # fmt: skip
PERMISSIONS = {
    "are allowed": (E, "Brain metastases; treated brain metastases are allowed",
                    "except(Brain metastases, [treated brain metastases])"),
    "is permitted": (E, "* Corticosteroids. Inhaled corticosteroids are permitted",
                     "except(Corticosteroids, [Inhaled corticosteroids])"),
    "allowed if, exclusion": (E, "Metformin is allowed if eGFR > 45 mL/min",
                              "all_of(Metformin, not(eGFR > 45 mL/min))"),
    "allowed if, inclusion": (I, "Beta-blockers are allowed if heart rate > 50 bpm",
                              "if(Beta-blockers, heart rate > 50 /min)"),
    "need not be": (E, "* HIV infection. An HIV test is not mandatory", "HIV infection"),
    "need not be of some": (I, "* Gout. A biopsy is not required for patients with cirrhosis",
                            'all_of(Gout, unresolved("A biopsy is not required for patients with'
                            ' cirrhosis", permission))'),
    "need not be, in brackets": (E, "HIV infection (testing is not required)", "HIV infection"),
    "not required": (I, "Bone scan not required",
                     'unresolved("Bone scan not required", permission)'),
    "not exclusionary": (E, "Prior surgery (appendectomy will not be exclusionary)",
                         "except(surgery, [appendectomy])"),
    "no exception of an inclusion": (I, "* Melanoma. Brain metastases are allowed",
                                     'all_of(Melanoma, unresolved("Brain metastases are allowed",'
                                     " permission))"),
    "under a condition": (I, "* Melanoma. Brain metastases are allowed if INR < 2",
                          "all_of(Melanoma, if(Brain metastases, INR < 2))"),
    "of the one denial": (I, "* Melanoma, no brain metastases. Treated brain metastases are"
                             " allowed",
                          "all_of(Melanoma, not(except(brain metastases,"
                          " [Treated brain metastases])))"),
    "others are eligible": (I, "* Gout. Patients with asthma are also eligible",
                            'all_of(Gout, unresolved("Patients with asthma are also eligible",'
                            " permission))"),
    "only some are eligible": (I, "* Gout. Only women are eligible", "all_of(Gout, women)"),
    "but must": (I, "* No cancer. Men are eligible, but must have no gout",
                 'all_of(not(cancer), unresolved("Men are eligible, but must have no gout",'
                 " permission))"),
    "none allowed, inclusion": (I, "* Gout. No steroids are allowed",
                                "all_of(Gout, not(steroids))"),
    "none allowed, exclusion": (E, "* Gout. No steroids are allowed", "any_of(Gout, steroids)"),
    "alone": (I, "Smokers may participate", 'unresolved("Smokers may participate", permission)'),
    "of the past": (I, "* Melanoma. Patients may have received prior radiotherapy",
                    'all_of(Melanoma, unresolved("Patients may have received prior radiotherapy",'
                    " permission))"),
    "of the past, alone": (I, "Men may have previously had surgery",
                           'unresolved("Men may have previously had surgery", permission)'),
    "of the past, at most": (I, "Patients may have received up to 2 prior regimens",
                             "regimens count(<= 2)"),
    "of the past, a grade": (I, "* No surgery. Men may have received drugs for grade 2 gout",
                             'all_of(not(surgery), unresolved("Men may have received drugs for'
                             ' grade 2 gout", permission))'),
    "alone, allowed": (I, "Prior radiotherapy is allowed",
                       'unresolved("Prior radiotherapy is allowed", permission)'),
}  # fmt: skip
DEFINITIONS = {
    "brackets": (E, "Neutropenia (ANC < 1.0 x 10^9/L)",
                 "all_of(Neutropenia, ANC < 1 10*9/L)"),
    "defined as": (E, "Uncontrolled hypertension, defined as systolic blood pressure > 160 mmHg",
                   "all_of(Uncontrolled hypertension, systolic blood pressure > 160 mm[Hg])"),
    "i.e.": (I, "Anaemia, i.e. haemoglobin < 11 g/dL", "all_of(Anaemia, haemoglobin < 11 g/dL)"),
    "synonym": (E, "Chronic obstructive pulmonary disease (COPD)",
                "Chronic obstructive pulmonary disease"),
    "synonym of a measurement": (I, "Absolute neutrophil count (ANC) >= 1.5 x 10^9/L",
                                 "Absolute neutrophil count >= 1.5 10*9/L"),
}  # fmt: skip
EXAMPLES = {
    "including": (E, "Anticoagulants including warfarin and apixaban",
                  "Anticoagulants includes(warfarin, apixaban)"),
    "such as": (E, "Autoimmune disease such as lupus or psoriasis",
                "Autoimmune disease includes(lupus, psoriasis)"),
    "of nothing, denied": (
        I, "No major medical history including but not limited to gout, asthma and obesity",
        "not(any_of(gout [history], asthma [history], obesity [history]))"),
    "of nothing, excluding": (E, "Medical history including gout, asthma, or obesity",
                              "any_of(gout [history], asthma [history], obesity [history])"),
    "e.g.": (E, "CYP3A4 inhibitors (e.g., ketoconazole, ritonavir)",
             "CYP3A4 inhibitors includes(ketoconazole, ritonavir)"),
    "bracketed": (E, "Lung disease (asthma, bronchiectasis or sarcoidosis)",
                  "Lung disease includes(asthma, bronchiectasis, sarcoidosis)"),
}  # fmt: skip
BRACKETS = {
    "denied": (E, "Diabetes (not on insulin)", "all_of(Diabetes, not(insulin))"),
    "allowed": (E, "Steroids (inhaled steroids are allowed)",
                "except(Steroids, [inhaled steroids])"),
    "allowed if": (E, "Anaemia (thalassaemia is allowed if ferritin > 50 ng/mL)",
                   "all_of(Anaemia, not(all_of(thalassaemia, ferritin > 50 ng/mL)))"),
    "under an unknown condition": (E, "Warfarin (if zorbatic)",
                                   'all_of(unresolved("zorbatic", unknown_concept), Warfarin)'),
    "judged": (E, "Severe infection (as judged by the investigator)",
               'all_of(Severe infection, unresolved("as judged", subjective))'),
    "not counted": (E, "Minor surgery (not counting biopsy)", "except(Minor surgery, [biopsy])"),
    "other sex": (I, "Men (or women) aged 40 years or more",
                  "all_of(aged >= 40 a, any_of(Men, women))"),
    "for some, inclusion": (I, "Negative pregnancy test (for premenopausal women)",
                            "if(premenopausal women, pregnancy test is negative)"),
    "if, inclusion": (I, "Use of contraception (if of childbearing potential)",
                      "if(childbearing potential, Use of contraception)"),
    "if, exclusion": (E, "Ferritin > 300 ng/mL (if male)", "all_of(male, Ferritin > 300 ng/mL)"),
    "value for some": (I, "Ferritin > 30 ng/mL (women)", "if(women, Ferritin > 30 ng/mL)"),
    "value for some, in time": (I, "Ferritin > 30 ng/mL for women in the last 4 weeks",
                                "if(women, Ferritin > 30 ng/mL window(<= 4 wk before screening))"),
    "values in brackets": (I, "Bilirubin (≤ 1.5 x ULN) AST and ALT (≤ 2.5 x ULN)",
                           "all_of(Bilirubin <= 1.5 x ULN, AST <= 2.5 x ULN, ALT <= 2.5 x ULN)"),
    "if allowed": (E, "Gout (if on a diet, colchicine is allowed)",
                   'all_of(Gout, unresolved("if on a diet, colchicine is allowed", permission))'),
}  # fmt: skip
OTHER = {
    "value": (E, "Viral genotype other than 3", "not(Viral genotype = 3)"),
    "values": (E, "ECOG other than 0 or 1", "not(ECOG >= 0 <= 1)"),
    "value of a guess": (E, "Infection with genotype other than 3",
                         'all_of(Infection, unresolved("genotype other than 3", ambiguous))'),
    "word": (E, "Scoliosis other than this", 'unresolved("Scoliosis other than this", ambiguous)'),
}  # fmt: skip
APART = {
    "semicolon": (E, "BMI < 18; > 40 kg/m2", "any_of(BMI < 18, BMI > 40 kg/m2)"),
    "and": (E, "Heart rate < 45 and > 110 bpm", "any_of(Heart rate < 45, Heart rate > 110 /min)"),
    "meeting": (I, "Age >= 18 years; <= 65 years", "Age >= 18 <= 65 a"),
    "dates": (E, "Surgery between March 2010 and June 2012", "Surgery"),
    "how": (I, "Clearly progressive or unresectable melanoma", "melanoma"),
    "how, of nothing known": (I, "Zorbably stable without treatment",
                              'all_of(unresolved("Zorbably stable", unknown_concept),'
                              " not(treatment))"),
    "not treated, and another": (E, "Hypertension not adequately controlled, gout",
                                 "any_of(Hypertension, gout)"),
    "a reference behind or": (I, "FEV1 > 2 L or at least 75% of predicted",
                              "any_of(FEV1 > 2 L, FEV1 >= 75 x predicted %)"),
    "may not be enrolled": (I, "Patients with gout may not be enrolled", "not(gout)"),
    "a kind as a label": (I, "Prior therapy: no prior chemotherapy", "not(chemotherapy [history])"),
    "two bounds of a duration": (I, "Diabetes duration less than 10 years but at least 6 months",
                                 "all_of(Diabetes duration(< 10 a), Diabetes duration(>= 6 mo))"),
    "each its pressure": (E, "Systolic/diastolic > 140/90 mmHg",
                          "any_of(Systolic > 140 mm[Hg], diastolic > 90 mm[Hg])"),
    "a name with a bracket in it": (E, "Corrected QT (QTcF) interval > 450 ms",
                                    "Corrected QT > 450 ms"),
    "a course": (I, "Starting warfarin after a course of antibiotics", "warfarin"),
    "preferred": (I, "Biopsy is preferred but not mandatory",
                  'unresolved("Biopsy is preferred but not mandatory", permission)'),
    "who may be enrolled": (I, "Patients with HIV may be enrolled if CD4 count > 200",
                            "if(HIV, CD4 count > 200)"),
    "a year behind a line": (I, "Creatinine no greater than 2 mg/dL. No stroke within the past\n"
                             "        year and no gout",
                             "all_of(Creatinine <= 2 mg/dL,"
                             " not(stroke window(<= 1 a before screening)), not(gout))"),
    "a test before it is done": (E, "Positive pre-study HIV test", "HIV test is positive"),
    "tested for several": (E, "Positive testing for HIV, hepatitis B surface antigen or syphilis",
                           "any_of(HIV is positive, hepatitis B surface antigen is positive,"
                           " syphilis is positive)"),
    "a window of those who": (
        I, "Gout, previously treated with allopurinol, who have not had steroids in the past year",
        "all_of(Gout, allopurinol [history], not(steroids window(<= 1 a before screening)))"),
    "a distance": (E, "Tumour within 5 mm of the spinal cord", "Tumour"),
    "past or present": (E, "History of or current asthma", "asthma [history]"),
    "an age said twice": (I, "Aged between 4 years old and 15 years old", "Aged >= 4 <= 15 a"),
    "an age of people": (I, "Normal stress test in all patients over 40 years",
                         "if(years > 40 a, stress test is normal)"),
    "what it acts on": (E, "Insulin-sensitizing medication or platelet-derived growth factor",
                        "any_of(Insulin-sensitizing medication, platelet-derived growth factor)"),
}  # fmt: skip
RELATIVES = {
    "that is": (E, "Gout that is likely to need surgery", "Gout"),
    "that is not": (E, "Epilepsy that is not controlled by valproate",
                    "all_of(Epilepsy, valproate [history])"),
    "that are not": (E, "Antibiotics that are not penicillins",
                     "all_of(Antibiotics, not(penicillins))"),
    "with examples": (E, "Ulcers that may need surgery (e.g., gastric ulcer)",
                      "Ulcers includes(gastric ulcer)"),
    "with exceptions": (E, "Ulcers that may need surgery except duodenal ulcer",
                        "except(Ulcers, [duodenal ulcer])"),
    "of nothing": (E, "Conditions that may need surgery",
                   'unresolved("Conditions that may need surgery", vague)'),
}  # fmt: skip
ALONE = {
    "a state of the patient": (I, "Asymptomatic and had prior gout",
                               "all_of(Asymptomatic, gout [history])"),
    "people of either sex": (I, "Male and female patients taking warfarin",
                             "all_of(warfarin [current], any_of(Male, female patients))"),
    "young people": (E, "Minors or pregnant women", "any_of(Minors, pregnant women)"),
}  # fmt: skip
GUARDS = {
    "for, inclusion": (I, "For women: haemoglobin >= 12 g/dL",
                       "if(women, haemoglobin >= 12 g/dL)"),
    "for, exclusion": (E, "For women: breast feeding", "all_of(women, breast feeding)"),
    "in patients with": (I, "In patients with cirrhosis, albumin >= 28 g/L",
                         "if(cirrhosis, albumin >= 28 g/L)"),
}  # fmt: skip
ABSENCES = {
    "a noun, exclusion": (E, "Lack of vitamin D, gout or asthma",
                          "any_of(not(vitamin D), gout, asthma)"),
    "a noun, inclusion": (I, "Absence of gout, asthma or psoriasis",
                          "not(any_of(gout, asthma, psoriasis))"),
    "not recovered": (E, "Not recovered from surgery",
                      'unresolved("Not recovered from surgery", vague)'),
    "not recovered, or": (E, "Fever or not yet recovered from surgery",
                          'any_of(Fever, unresolved("not yet recovered from surgery", vague))'),
    "not recovered, or who": (E, "Surgery <= 2 weeks before randomisation or who have not recovered"
                                 " from such therapy",
                              "any_of(Surgery window(<= 2 wk before randomization),"
                              ' unresolved("not recovered from such therapy", vague))'),
    "recovered to a grade": (I, "Recovered from all toxicity to grade <= 1", "toxicity <= 1"),
    "afterwards": (I, "Rituximab should not have been received within 6 weeks",
                   "not(Rituximab window(<= 6 wk before screening))"),
    "must be off, exclusion": (E, "Participants must have been off warfarin for 30 days",
                               "warfarin window(<= 30 d before screening)"),
    "of something unknown": (I, "Zorbably stable without treatment",
                             'all_of(unresolved("Zorbably stable", unknown_concept),'
                             " not(treatment))"),
    "a prefix": (I, "Male or non-pregnant female, 20 to 40 years of age",
                 "all_of(any_of(Male, not(pregnant female)), years of age >= 20 <= 40 a)"),
    "a prefix, or": (I, "Non-diabetic or hypertensive, INR < 2",
                     "all_of(not(any_of(diabetic, hypertensive)), INR < 2)"),
    "no therapy for": (I, "No chemotherapy for at least 2 years",
                       "not(chemotherapy window(<= 2 a before screening))"),
    "without for": (I, "Without fever for 3 days",
                    "not(fever window(<= 3 d before screening))"),
    "free of for": (I, "No seizures for 6 months",
                    "not(seizures window(<= 6 mo before screening))"),
    "no within": (I, "No surgery within 4 weeks",
                  "not(surgery window(<= 4 wk before screening))"),
}  # fmt: skip
WINDOWS = {
    "since treatments": (I, "At least 4 weeks since prior chemotherapy, radiotherapy, or surgery",
                         "all_of(chemotherapy window(>= 4 wk before screening, last),"
                         " radiotherapy window(>= 4 wk before screening, last),"
                         " surgery window(>= 4 wk before screening, last))"),
    "since events": (I, "At least 6 months since stroke or myocardial infarction",
                     "any_of(stroke window(>= 6 mo before screening, last),"
                     " myocardial infarction window(>= 6 mo before screening, last))"),
    "not yet since treatments": (E, "Less than 4 weeks since prior warfarin or radiotherapy",
                                 "any_of(warfarin window(< 4 wk before screening, last),"
                                 " radiotherapy window(< 4 wk before screening, last))"),
    "longer": (E, "Monoclonal antibodies within 4 weeks or 5 half-lives, whichever is longer",
               "any_of(Monoclonal antibodies window(<= 4 wk before screening),"
               " Monoclonal antibodies window(<= 5 {half-life} before screening))"),
    "longer, with an anchor": (
        E,
        "Rituximab within 30 days or 5 half-lives, whichever is longer, before the first dose",
        "any_of(Rituximab window(<= 30 d before first_dose),"
        " Rituximab window(<= 5 {half-life} before first_dose))",
    ),
    "shorter": (E, "Chemotherapy within 3 weeks or 5 half-lives, whichever is shorter",
                "all_of(Chemotherapy window(<= 3 wk before screening),"
                " Chemotherapy window(<= 5 {half-life} before screening))"),
}  # fmt: skip
SHARED = {
    "modifier": (E, "Severe renal or hepatic failure",
                 "any_of(Severe renal failure, Severe hepatic failure)"),
    "window": (E, "Relapse or steroids in the last 30 days",
               "any_of(Relapse window(<= 30 d before screening),"
               " steroids window(<= 30 d before screening))"),
    "duration of treatments": (I, "Warfarin or aspirin for at least 4 weeks",
                               "any_of(Warfarin duration(>= 4 wk), aspirin duration(>= 4 wk))"),
    "duration, not of what is denied": (
        I, "Either naive to warfarin or have taken aspirin for less than 4 weeks",
        "any_of(not(warfarin), aspirin duration(< 4 wk) [history])"),
    "women": (I, "Women of childbearing potential with a negative pregnancy test",
              "all_of(Women of childbearing potential, pregnancy test is negative)"),
}  # fmt: skip
# A time in a bracket holds for some patients, in place of the one before it.
OTHER_TIMES = {
    "after another word": (
        I, "At least 3 weeks since prior chemotherapy and recovered (5 weeks for mitomycin)",
        "all_of(chemotherapy window(>= 3 wk before screening, last),"
        " if(mitomycin [history], mitomycin window(>= 5 wk before screening, last)))"),
    "since, for a drug": (
        I, "At least 3 weeks since prior chemotherapy (5 weeks for mitomycin)",
        "all_of(chemotherapy window(>= 3 wk before screening, last),"
        " if(mitomycin [history], mitomycin window(>= 5 wk before screening, last)))"),
    "since, told again": (
        I, "More than 3 weeks since radiotherapy (at least 5 weeks since brachytherapy)",
        "all_of(radiotherapy window(> 3 wk before screening, last),"
        " if(brachytherapy [history], brachytherapy window(>= 5 wk before screening, last)))"),
    "within, for a drug": (
        E, "Antidepressants within 2 weeks (5 weeks for fluoxetine) of screening",
        "any_of(Antidepressants window(<= 2 wk before screening),"
        " fluoxetine window(<= 5 wk before screening))"),
    "within, again": (
        E, "Chemotherapy within 2 weeks (within 6 weeks for mitomycin or carmustine)",
        "any_of(Chemotherapy window(<= 2 wk before screening),"
        " mitomycin window(<= 6 wk before screening),"
        " carmustine window(<= 6 wk before screening))"),
    "denied": (
        I, "No antidepressants for at least 2 weeks (5 weeks for fluoxetine)",
        "not(any_of(antidepressants window(<= 2 wk before screening),"
        " fluoxetine window(<= 5 wk before screening)))"),
    "for people": (
        E, "Blood donation within 8 weeks (12 weeks for women) before screening",
        "if(women, Blood donation window(<= 12 wk before screening),"
        " Blood donation window(<= 8 wk before screening))"),
    "a moment behind": (
        E, "Chemotherapy within 4 weeks (6 weeks for mitomycin) before enrollment",
        "any_of(Chemotherapy window(<= 4 wk before screening),"
        " mitomycin window(<= 6 wk before screening))"),
    "a duration": (
        I, "Postmenopausal for at least 1 year (2 years if smoking)",
        "if(smoking, Postmenopausal duration(>= 2 a), Postmenopausal duration(>= 1 a))"),
    "after another word, for the unknown": (
        I, "At least 3 weeks since prior chemotherapy and recovered (5 weeks if zorbed)",
        "all_of(chemotherapy window(>= 3 wk before screening, last),"
        ' unresolved("5 weeks if zorbed", ambiguous))'),
    "for the unknown": (
        I, "At least 6 months since surgery (3 months if zorbed)",
        'if(unresolved("zorbed", unknown_concept),'
        " surgery window(>= 3 mo before screening, last),"
        " surgery window(>= 6 mo before screening, last))"),
}  # fmt: skip
NUMBERS = {
    "grade of one": (I, "Reduced LVEF and NYHA class II-III",
                     "all_of(LVEF is decreased, NYHA class >= 2 <= 3)"),
    "score of one": (I, "Reduced LVEF and ECOG <= 1", "all_of(LVEF is decreased, ECOG <= 1)"),
    "subscript": (E, "FEV_1 < 50 %", "FEV_1 < 50 %"),
    "interval": (I, "An interval of at least 4 weeks since prior chemotherapy",
                 "chemotherapy window(>= 4 wk before screening, last)"),
    "episodes": (E, "Two or more self-reported episodes of gout", "gout count(>= 2)"),
    "increased": (E, "Increased ALT/AST > 3 x ULN and increased bilirubin > 3 mg/dL",
                  "all_of(any_of(ALT > 3 x ULN, AST > 3 x ULN), bilirubin > 3 mg/dL)"),
    "no number": (E, "Increased ALT or AST", "any_of(ALT is elevated, AST is elevated)"),
}  # fmt: skip
# Capitals among small letters bind the loosest.
CAPITALS = {
    "or": (I, "Asthma and gout OR obesity and melanoma",
           "any_of(all_of(Asthma, gout), all_of(obesity, melanoma))"),
    "and": (I, "Asthma or gout AND obesity", "all_of(any_of(Asthma, gout), obesity)"),
    "not": (I, "Asthma and no gout OR obesity", "any_of(all_of(Asthma, not(gout)), obesity)"),
    "alone": (I, "ALT AND AST < 3 x ULN", "all_of(ALT < 3 x ULN, AST < 3 x ULN)"),
    "either": (I, "Asthma, gout, and either obesity OR melanoma",
               "all_of(Asthma, gout, any_of(obesity, melanoma))"),
}  # fmt: skip
# One thing named twice, denied or dated otherwise, has two times.
TWICE = {
    "denied": (I, "No prior melanoma, or prior melanoma treated more than 5 years ago",
               "any_of(not(melanoma [history]),"
               " melanoma window(> 5 a before screening, last) [history])"),
    "current": (E, "Current gout or history of gout within 5 years",
                "any_of(gout [current], gout window(<= 5 a before screening) [history])"),
    "in two units": (E, "Creatinine > 3 mg/dL (or > 265 umol/L) or GFR < 30 mL/min",
                     "any_of(Creatinine > 3 mg/dL, GFR < 30 mL/min)"),
}  # fmt: skip
# What is taken, and not "dose", is the concept.
DOSINGS = {
    "dose of": (E, "Dose of methotrexate above 25 mg per week", "methotrexate > 25 mg/wk"),
    "number of doses": (I, "At least two doses of rituximab", "rituximab >= 2 {doses}"),
    "stable dose of": (I, "Stable dose of metformin for at least 3 months",
                       "metformin is stable duration(>= 3 mo)"),
    "stable doses of two": (
        I, "On stable doses of metformin or insulin for 3 months",
        "any_of(metformin is stable duration(>= 3 mo), insulin is stable duration(>= 3 mo))"),
    "stable treatment with": (I, "Stable background therapy with warfarin", "warfarin is stable"),
    "at a stable dose": (I, "Warfarin at a stable dose since 3 months",
                         "Warfarin is stable duration(>= 3 mo)"),
    "without a change of it": (I, "Insulin without dose adjustments for 8 weeks",
                               "Insulin is stable duration(>= 8 wk)"),
    "with its size": (
        I, "Metformin >= 1500 mg/day at stable dose for 12 weeks",
        "all_of(Metformin >= 1500 mg/d, Metformin is stable duration(>= 12 wk))"),
    "with its size after it": (
        I, "Either metformin at a stable dose of >= 1000 mg per day or on insulin for 12 weeks",
        "any_of(all_of(metformin >= 1000 mg/d, metformin is stable),"
        " insulin duration(>= 12 wk))"),
    "of those who take it": (I, "Patients on statins should be on a stable dose for 30 days",
                             "if(statins, dose is stable duration(>= 30 d))"),
}  # fmt: skip
# "Patients with X are eligible if Y" asks Y of those with X, however it is put.
ELIGIBLE = {
    "if between": (
        I, "In patients with gout, if creatinine < 1.5 mg/dL, then patient is eligible",
        "if(gout, creatinine < 1.5 mg/dL)"),
    "if alone": (I, "If creatinine < 1.5 mg/dL, patient is eligible", "creatinine < 1.5 mg/dL"),
    "even if": (I, "Patients with gout are eligible even if on warfarin", "gout"),
    "also": (I, "Patients with gout are also eligible",
             'unresolved("Patients with gout are also eligible", permission)'),
}  # fmt: skip
CHANGES = {
    "no change": (I, "No change in warfarin dosage in the last 4 weeks",
                  "not(warfarin change window(<= 4 wk before screening))"),
    "increase": (E, "Increase in dose of insulin within 2 weeks",
                 "insulin increase window(<= 2 wk before screening)"),
    "of a list": (E, "Changes in diet or exercise in the previous 2 months",
                  "any_of(diet change window(<= 2 mo before screening),"
                  " exercise change window(<= 2 mo before screening))"),
    "a change or a start": (E, "Warfarin or change of insulin within 4 weeks",
                            "any_of(Warfarin window(<= 4 wk before screening),"
                            " insulin change window(<= 4 wk before screening))"),
}  # fmt: skip
CASES = {
    f"{name}: {case}": row
    for name, table in (
        ("and or", AND_OR), ("not", NOT), ("combiner", COMBINERS), ("if", IF),
        ("except", EXCEPT), ("unless", UNLESS), ("people", PEOPLE), ("replaced", REPLACED),
        ("stroke", STROKES), ("method", METHODS), ("willing", WILLING), ("permission", PERMISSIONS),
        ("definition", DEFINITIONS), ("examples", EXAMPLES), ("guard", GUARDS),
        ("absence", ABSENCES), ("brackets", BRACKETS), ("relatives", RELATIVES),
        ("other", OTHER), ("apart", APART),
        ("alone", ALONE), ("windows", WINDOWS), ("shared", SHARED),
        ("other time", OTHER_TIMES), ("dosing", DOSINGS), ("change", CHANGES),
        ("eligible", ELIGIBLE), ("capitals", CAPITALS), ("number", NUMBERS),
        ("twice", TWICE),
    )
    for case, row in table.items()
}  # fmt: skip


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS = {
    "test_rules[windows: longer, with an anchor]": "the second window and the anchor are lost",
    "test_rules[and or: but not]": "'but not' binds to the last member of the list",
    "test_reasons[vague-Clinically relevant findings]":
        "'findings' after 'clinically relevant' is unknown_concept",
    "test_reasons[truncated-HbA1c of at least]": "a comparator without its number is dropped",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "line"), CASES.values(), ids=CASES)
def test_rules(reading: Reading, kind: str, text: str, line: str) -> None:
    assert reading(text, line, kind) == line


# What narrows a concept and fits no other field: text, the modifiers of its only fact.
NARROWED = {
    "clause": ("Gout that was treated by surgery", ["that was treated by surgery"]),
    "participle": ("Cellulitis requiring vancomycin", ["requiring vancomycin"]),
    "cause": ("Anaemia related to lupus", ["related to lupus"]),
    "place": ("Severe psoriasis of the scalp", ["Severe", "of the scalp"]),
    "way": ("Cholecystectomy by laparoscopy", ["by laparoscopy"]),
    "beside a window": ("Bleeding from the ulcer in the last 6 months", ["from the ulcer"]),
    "before": ("Squamous gastric carcinoma", ["Squamous"]),
    "of a list of names, without a noun": ("Severe drug or alcohol abuse", ["Severe"]),
    "of a list, without a noun": ("Compromised cardiac or renal function", ["Compromised"]),
    "of a list of three": ("Severe cardiac, hepatic or renal disease", ["Severe"]),
    "of the first alone": ("Uncontrolled asthma or gout", []),
    "prefix before": ("Non-keratinising gastric carcinoma", ["Non-keratinising"]),
    "stage before": ("T2-4 gastric carcinoma", ["T2-4"]),
    "adjective of a name": ("Severe HIV-related lymphoma", ["Severe", "HIV-related"]),
    "adjective without a hyphen": ("Therapy related lymphoma", ["Therapy related"]),
    "adjective of a noun": ("Disease-specific warfarin", ["Disease-specific"]),
    "ordinals": ("First or 2nd lymphoma", ["First", "2nd"]),
    "dose": ("Cumulative dose of doxorubicin > 300 mg/m2", ["Cumulative dose"]),
    "high dose": ("High doses of insulin", ["High doses of"]),
    "adjectives": ("Mild, stable, or untreated gout", ["Mild", "stable", "untreated"]),
    "beside its own adjective": ("Acute and/or chronic hepatitis", ["Acute"]),
    "small words": ("Cellulitis at the time of this visit", []),
    "guard": ("Ferritin > 30 ng/mL for women", []),
    "examples": ("Arthritis including gout of the foot", []),
    "second name": ("Rheumatoid arthritis, also known as RA of the joints", []),
}


@pytest.mark.parametrize(("text", "modifiers"), NARROWED.values(), ids=NARROWED)
def test_what_narrows_a_concept_is_kept(read: Read, text: str, modifiers: list[str]) -> None:
    *_, fact = facts(read(text, I).criteria[0].expression)
    assert list(fact.concept.modifiers) == modifiers


# A name that lacks its noun is named with it: text, names of its facts.
SHARED_NOUNS = {
    "two": ("Drug or alcohol abuse", ["drug abuse", "alcohol abuse"]),
    "three": ("Lung, breast or colon cancer", ["lung cancer", "breast cancer", "colon cancer"]),
    "an organ": ("Liver and kidney transplant",
                 ["liver transplantation", "kidney transplantation"]),
    "no shared noun": ("Gout or kidney disease", ["gout", "kidney disease"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), SHARED_NOUNS.values(), ids=SHARED_NOUNS)
def test_names_share_a_noun(read: Read, text: str, names: list[str]) -> None:
    assert [fact.concept.name for fact in facts(read(text, E).criteria[0].expression)] == names


# Stated in the sense of the heading: kind, text, reading, whether it was turned round.
RESTATED = {
    "plain": (E, "Pregnant women", "Pregnant women", False),
    "must not": (E, "Must not be pregnant", "pregnant", True),
    "prohibited": (E, "Pregnancy is prohibited", "Pregnancy", True),
    "not allowed": (E, "Use of warfarin is not allowed", "warfarin", True),
    "excluded, inclusion": (I, "Patients with HIV are excluded", "not(HIV)", False),
    "no known": (
        E,
        "No known gout or asthma",
        "any_of(gout, asthma)",
        True,
    ),
    "no known, inclusion": (I, "No known gout", "not(gout)", False),
    "no known, inside": (E, "Patients with no known donor", "not(donor [confirmed])", False),
    "not to be had": (E, "No effective contraception", "not(effective contraception)", False),
}


@pytest.mark.parametrize(("kind", "text", "line", "turned"), RESTATED.values(), ids=RESTATED)
def test_restated(read: Read, reading: Reading, kind: str, text: str, line: str, turned: bool):
    assert reading(text, line, kind) == line
    assert (read(text, kind).criteria[0].restated is True) == turned


def outline(record: Record) -> list[tuple[str, str | None]]:
    return [(criterion.id, criterion.parent) for criterion in record.criteria]


LISTS = {
    "any": (
        "Inclusion Criteria:\n\n* Asthma with one or more of the following:\n\n"
        "  * At least 2 exacerbations in the last 12 months\n  * FEV1 < 60 %\n",
        "all_of(Asthma, any_of(exacerbations count(>= 2) window(<= 12 mo before screening),"
        " FEV1 < 60 %))",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "all": (
        "Inclusion Criteria:\n\n* Adequate organ function, all of the following:\n\n"
        "  * Haemoglobin >= 9 g/dL\n  * ALT <= 3 x ULN\n  * Bilirubin <= 1.5 x ULN\n",
        "all_of(Haemoglobin >= 9 g/dL, ALT <= 3 x ULN, Bilirubin <= 1.5 x ULN)",
        [("I1", None), ("I2", "I1"), ("I3", "I1"), ("I4", "I1")],
    ),
    "at least two": (
        "Inclusion Criteria:\n\n* At least two of the following:\n\n"
        "  * Gout\n  * Obesity\n  * Hypertension\n",
        "at_least(2, Gout, Obesity, Hypertension)",
        [("I1", None), ("I2", "I1"), ("I3", "I1"), ("I4", "I1")],
    ),
    "exclusion": (
        "Exclusion Criteria:\n\n* Cardiac disease including any of the following:\n\n"
        "  * Heart failure\n  * Angina\n",
        "any_of(Heart failure, Angina)",
        [("E1", None), ("E2", "E1"), ("E3", "E1")],
    ),
    "negated": (
        "Inclusion Criteria:\n\n* No history of any of the following:\n\n"
        "  * Stroke\n  * Epilepsy\n",
        "not(any_of(Stroke, Epilepsy))",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "negated in a bracket": (
        "Inclusion Criteria:\n\n* Blood count (no transfusion within 14 days):\n\n"
        "  * Platelets >= 75000/mm3\n  * Haemoglobin >= 8 g/dL\n",
        "all_of(Blood count, not(transfusion window(<= 14 d before screening)),"
        " Platelets >= 75000 /mm3, Haemoglobin >= 8 g/dL)",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "of those who are eligible": (
        "Inclusion Criteria:\n\n* Patients with gout are eligible with the following:\n\n"
        "  * On warfarin\n  * BMI < 30 kg/m2\n",
        "if(gout, all_of(warfarin, BMI < 30 kg/m2))",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "of the people that are eligible": (
        "Inclusion Criteria:\n\n* Women are eligible if they:\n\n"
        "  * Have asthma\n  * Have BMI < 30 kg/m2\n",
        "all_of(Women, asthma, BMI < 30 kg/m2)",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "remarks below a denial": (
        "Inclusion Criteria:\n\n* No prior warfarin\n\n"
        "  * Patients with gout are eligible if on aspirin\n",
        "all_of(not(warfarin [history]), if(gout, aspirin))",
        [("I1", None), ("I2", "I1")],
    ),
    "nested twice": (
        "Inclusion Criteria:\n\n* One of the following:\n\n  * Gout\n  * Both of the following:\n\n"
        "    * Asthma\n    * Obesity\n",
        "any_of(Gout, all_of(Asthma, Obesity))",
        [("I1", None), ("I2", "I1"), ("I3", "I1"), ("I4", "I3"), ("I5", "I3")],
    ),
    "a statement of its own": (
        "Inclusion Criteria:\n\n* Diagnosis of ulcerative colitis\n\n"
        "  * Mayo score >= 6\n  * CRP > 5 mg/L\n",
        "all_of(ulcerative colitis, Mayo score >= 6, CRP > 5 mg/L)",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "a statement and the name of the list": (
        "Inclusion Criteria:\n\n* Ulcerative colitis with steroid dependence, defined as one of the"
        " following:\n\n  * Prednisone > 10 mg/day\n  * CRP > 5 mg/L\n",
        "all_of(Ulcerative colitis, any_of(Prednisone > 10 mg/d, CRP > 5 mg/L))",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "allowed": (
        "Inclusion Criteria:\n\n* The following are allowed:\n\n"
        "  * Topical steroids\n  * Paracetamol\n",
        'unresolved("following are allowed", permission)',
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "limits of an exclusion": (
        "Exclusion Criteria:\n\n* Diabetes:\n\n  * HbA1c > 9 %\n  * Ketoacidosis\n",
        "all_of(Diabetes, any_of(HbA1c > 9 %, Ketoacidosis))",
        [("E1", None), ("E2", "E1"), ("E3", "E1")],
    ),
    "limit of an exclusion, or one more": (
        "Exclusion Criteria:\n\n* Pregnancy\n\n  * Breast feeding\n",
        'any_of(all_of(Pregnancy, Breast feeding), all_of(unresolved("Pregnancy", ambiguous),'
        " any_of(Pregnancy, Breast feeding)))",
        [("E1", None), ("E2", "E1")],
    ),
    "allowed if, inclusion": (
        "Inclusion Criteria:\n\n* Melanoma. Brain metastases are allowed if:\n\n"
        "  * No steroids\n  * INR < 2\n",
        "all_of(Melanoma, if(Brain metastases, all_of(not(steroids), INR < 2)))",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "allowed if one of, inclusion": (
        "Inclusion Criteria:\n\n* Hepatitis B allowed if 1 of the following conditions is met:\n\n"
        "  * HBV DNA < 100 IU/mL\n  * Entecavir\n",
        "if(Hepatitis B, any_of(HBV DNA < 100 [iU]/mL, Entecavir))",
        [("I1", None), ("I2", "I1"), ("I3", "I1")],
    ),
    "allowed if, exclusion": (
        "Exclusion Criteria:\n\n* Hepatitis B is allowed provided that:\n\n"
        "  * HBV DNA < 100 IU/mL\n  * Entecavir\n",
        "all_of(Hepatitis B, not(all_of(HBV DNA < 100 [iU]/mL, Entecavir)))",
        [("E1", None), ("E2", "E1"), ("E3", "E1")],
    ),
    "exceptions": (
        "Exclusion Criteria:\n\n* Malignancy, except for the following:\n\n"
        "  * Melanoma in situ\n  * Basal cell carcinoma\n",
        "except(Malignancy, [Melanoma in situ, Basal cell carcinoma])",
        [("E1", None), ("E2", "E1"), ("E3", "E1")],
    ),
}


@pytest.mark.parametrize(("text", "line", "expected"), LISTS.values(), ids=LISTS)
def test_lead_ins_own_their_lists(
    read: Read, reading: Reading, text: str, line: str, expected: list[tuple[str, str | None]]
) -> None:
    assert reading(text, line, "unknown") == line
    assert outline(read(text, "unknown")) == expected


REASONS = {
    "subjective": [
        "In the opinion of the investigator, unfit for the trial",
        "Any condition that, in the judgment of the investigator, would interfere",
    ],
    "administrative": [
        "Signed informed consent",
        "Able and willing to comply with the visits",
        "Unwilling to stop warfarin",
        "Subjects provided written informed consent before taking part",
        "Refusal to use contraception",
    ],
    "logistic": [
        "Participation in another clinical trial within 30 days",
        "Enrolled in another clinical trial",
    ],
    "vague": [
        "Clinically relevant findings",
        "Other serious conditions",
        "Resolution of all clinically significant toxic effects of prior therapy",
    ],
    "unknown_concept": ["Zorblatt quuxing", "Flurbing of the wexel"],
    "reference": ["See section 5.2 of the protocol", "Prohibited drugs as listed in Appendix B"],
    "permission": ["Smokers may participate", "Concomitant statins are allowed"],
    "truncated": ["HbA1c of at least", "Platelet count <"],
}
CAUSES = [(reason, text) for reason, texts in REASONS.items() for text in texts]


@pytest.mark.parametrize(("reason", "text"), CAUSES)
def test_reasons(read: Read, reason: str, text: str) -> None:
    (criterion,) = read(text).criteria
    assert f", {reason})" in to_notation(criterion.expression)
    assert criterion.status != "computable"


def criterion(read: Read, text: str, kind: str = I) -> Criterion:
    return read(text, kind).criteria[0]


STATUSES = {
    "computable": ("LVEF >= 40 %", "computable"),
    "partial": ("Gout or, in the opinion of the investigator, unfit for the trial", "partial"),
    "non_computable": ("Signed informed consent", "non_computable"),
}


@pytest.mark.parametrize(("text", "status"), STATUSES.values(), ids=STATUSES)
def test_status(read: Read, text: str, status: str) -> None:
    assert criterion(read, text).status == status


def test_confidence_falls_where_less_is_understood(read: Read) -> None:
    sure, guessed, blank = (
        criterion(read, text).confidence
        for text in ("LVEF >= 40 %", "BMI = 30 kg/m2", "Zorblatt quuxing")
    )
    assert 1 >= sure > guessed > blank >= 0


NORMALIZED = {
    "calque": ("* LVEF superior or egal to 40 %", "LVEF >= 40 %"),
    "escaped": ("* LVEF \\>= 40 %", "LVEF >= 40 %"),
    "blanks": ("* LVEF  at\n  least 40 %", "LVEF >= 40 %"),
    "plain": ("* History of gout", "History of gout"),
}


@pytest.mark.parametrize(("text", "expected"), NORMALIZED.values(), ids=NORMALIZED)
def test_normalized_text(read: Read, text: str, expected: str) -> None:
    assert criterion(read, text).normalized_text == expected


DOMAINS = {
    "condition": ("Asthma", "condition"),
    "drug": ("Warfarin", "drug"),
    "procedure": ("Haemodialysis", "procedure"),
    "measurement": ("Serum creatinine > 2 mg/dL", "measurement"),
    "score": ("MADRS >= 20", "measurement"),
    "observation": ("Breast feeding", "observation"),
    "life expectancy": ("Life expectancy of at least 3 months", "observation"),
    "demographic": ("Age >= 18 years", "demographic"),
    "device": ("Cardiac pacemaker", "device"),
}


@pytest.mark.parametrize(("text", "domain"), DOMAINS.values(), ids=DOMAINS)
def test_domains(read: Read, text: str, domain: str) -> None:
    (fact,) = facts(criterion(read, text).expression)
    assert fact.concept.domain == domain


# Whatever the operator, every concept that the text names is in the tree.
NAMED = {
    "guard in brackets": (
        "ALT > 3 x ULN (> 5 x ULN if liver metastases)",
        {"ALT", "liver metastases"},
    ),
    "a name goes on behind its short form": (
        "Tumor necrosis factor (TNF) inhibitors",
        {"Tumor necrosis factor (TNF) inhibitors"},
    ),
    "no short form": ("Gout (severe) or asthma", {"Gout", "asthma"}),
    "part of a word": ("Glucagon-like peptide 1 agonist", {"Glucagon-like peptide 1 agonist"}),
    "groups of a reference": ("Creatinine < 2 x ULN for age or gout", {"Creatinine", "gout"}),
    "made of": ("Anthracycline-containing products", {"Anthracycline-containing products"}),
    "adjective of the unknown": ("Diabetes-related zorbitis or gout", {"zorbitis", "gout"}),
    "stroke among the unknown": (
        "Zorbitis/quuxitis, gout and zapitis/zopitis",
        {"Zorbitis", "quuxitis", "gout", "zapitis", "zopitis"},
    ),
    "verb": ("All criteria for gout are met", {"gout"}),
    "unit": ("Warfarin >= 5 mg per day or aspirin", {"Warfarin", "aspirin"}),
    "definition": ("Anaemia (haemoglobin < 8 g/dL)", {"Anaemia", "haemoglobin"}),
    "method": ("Tuberculosis confirmed by culture", {"Tuberculosis"}),
}


@pytest.mark.parametrize(("text", "names"), NAMED.values(), ids=NAMED)
def test_no_concept_is_dropped(read: Read, text: str, names: set[str]) -> None:
    assert {fact.concept.text for fact in facts(criterion(read, text, E).expression)} == names

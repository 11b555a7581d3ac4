Invariant: ket-score-value
Description: "A score has a number, or says why it has none"
Expression: "value.exists() xor dataAbsentReason.exists()"
Severity: #error

Profile: KetScore
Parent: Observation
Id: ket-score
Title: "Score"
Description: "A score that a person gave, or the total of a questionnaire. A total with a missing item does not exist; nothing is made up."
* identifier 1..* MS
* category 1..*
* subject 1..1
* subject only Reference(Patient)
* effective[x] 1..1
* effective[x] only dateTime
* value[x] only Quantity or integer
* valueQuantity.value 1..1
* valueQuantity.system 1..1
* valueQuantity.system = "http://unitsofmeasure.org"
* valueQuantity.code 1..1
* obeys ket-score-value

Profile: KetAnswers
Parent: QuestionnaireResponse
Id: ket-answers
Title: "Answers to a questionnaire"
Description: "Which questionnaire, in which version, who answered and when."
* questionnaire 1..1
* subject 1..1
* subject only Reference(Patient)
* authored 1..1

Profile: KetAlarm
Parent: Observation
Id: ket-alarm
Title: "Alarm"
Description: "One for each alarm, with a version for each thing that happens to it. R4 has no resource for alarms of devices; this one is laid out so that the one of R6 can be made from it."
* identifier 1..* MS
* identifier.system 1..1
* identifier.value 1..1
* code.coding ^slicing.discriminator[0].type = #value
* code.coding ^slicing.discriminator[0].path = "$this"
* code.coding ^slicing.rules = #open
* code.coding contains alarm 1..1
* code.coding[alarm] = $codes#alarm
* subject 1..1
* subject only Reference(Patient or Device or Location)
* effective[x] 1..1
* effective[x] only Period
* effectivePeriod.start 1..1
* value[x] 1..1
* value[x] only CodeableConcept
* valueCodeableConcept from KetAlarmCondition (extensible)
* component ^slicing.discriminator[0].type = #pattern
* component ^slicing.discriminator[0].path = "code"
* component ^slicing.rules = #open
* component contains priority 1..1 and kind 1..1 and presence 1..1
* component[priority].code = $codes#alarm-priority
* component[priority].value[x] 1..1
* component[priority].value[x] only CodeableConcept
* component[priority].valueCodeableConcept from KetAlarmPriority (required)
* component[kind].code = $codes#alarm-kind
* component[kind].value[x] 1..1
* component[kind].value[x] only CodeableConcept
* component[kind].valueCodeableConcept from KetAlarmKind (required)
* component[presence].code = $codes#alarm-presence
* component[presence].value[x] 1..1
* component[presence].value[x] only CodeableConcept
* component[presence].valueCodeableConcept from KetAlarmPresence (required)
* obeys ket-alarm-over

Invariant: ket-alarm-over
Description: "What is final is over, and has an end"
Expression: "status = 'final' implies effective.end.exists()"
Severity: #error

Profile: KetAlarmAnswer
Parent: Communication
Id: ket-alarm-answer
Title: "Answer to an alarm"
Description: "Who was asked to go to an alarm, who took note of it, goes to it, or cannot; and when."
* about 1..1 MS
* subject only Reference(Patient)
* sender 1..1
* sent 1..1

Profile: KetDoseOverride
Parent: DetectedIssue
Id: ket-dose-override
Title: "Order beyond a bound"
Description: "Two people ordered more than a soft bound of the protocol allows, or less, and said why."
* code 1..1
* patient 1..1
* identified[x] 1..1
* mitigation 1..*
* mitigation.author 1..1

Profile: KetWarning
Parent: Flag
Id: ket-warning
Title: "Standing warning"
Description: "What whoever cares for the patient must know, for as long as it holds."
* subject only Reference(Patient)
* period 1..1
* period.start 1..1

Extension: KetTotalDelivered
Id: ket-total-delivered
Title: "Total delivered"
Description: "What the pump has given in the whole infusion, in milligrams of base. It stands on the parent MedicationAdministration, outside dosage: the parent's segments and boluses carry the doses, and a sum over a patient's administrations must not count a milligram twice."
Context: MedicationAdministration
* value[x] 1..1
* value[x] only Quantity
* valueQuantity = 'mg'
* valueQuantity.value 1..1

Extension: KetDosingWeight
Id: ket-dosing-weight
Title: "Dosing weight"
Description: "The weight that the dose was computed from, in kilograms. It may be an ideal or adjusted one and so is no observation of the patient; the text of the order says which."
Context: MedicationRequest
* value[x] 1..1
* value[x] only Quantity
* valueQuantity = 'kg'
* valueQuantity.value 1..1

RuleSet: Milligrams(path)
* {path}.value 1..1
* {path}.system 1..1
* {path}.system = "http://unitsofmeasure.org"
* {path}.code 1..1
* {path}.code = #mg

RuleSet: GivenDrug
* identifier 1..* MS
* identifier.system 1..1
* identifier.value 1..1
* medication[x] only CodeableConcept
* medicationCodeableConcept.text 1..1
* subject only Reference(Patient)

Invariant: ket-ended
Description: "What is completed or stopped has an end"
Expression: "(status = 'completed' or status = 'stopped') implies effective.end.exists()"
Severity: #error

Invariant: ket-dose
Description: "A completed segment says how much was given in it"
Expression: "status = 'completed' implies dosage.dose.value.exists()"
Severity: #error

Invariant: ket-begun
Description: "What is under way has a start; the start of what has ended may be unknown"
Expression: "status = 'in-progress' implies effective.start.exists()"
Severity: #error

Invariant: ket-rate-over-time
Description: "A rate belongs to a stretch of time of which the start is known"
Expression: "dosage.rate.exists() implies effective.start.exists()"
Severity: #error

Profile: KetInfusion
Parent: MedicationAdministration
Id: ket-infusion
Title: "Infusion"
Description: "One for each infusion: its state, its period and its total. It has neither dose nor rate; each stretch at one rate and each bolus is an administration of its own that is part of this one."
* insert GivenDrug
* effective[x] only Period
* effectivePeriod.start 1..1
* dosage 0..0
* extension contains KetTotalDelivered named total 0..1 MS
* obeys ket-ended

Profile: KetInfusionSegment
Parent: MedicationAdministration
Id: ket-infusion-segment
Title: "Segment of an infusion"
Description: "One stretch at one rate. A change of the rate begins another; a pause ends it."
* insert GivenDrug
* partOf 1..1 MS
* partOf only Reference(MedicationAdministration)
* device 1..1 MS
* effective[x] only Period
* dosage 1..1
* dosage.route 1..1
* dosage.rate[x] only SimpleQuantity
* dosage.rateQuantity.value 1..1
* dosage.rateQuantity.system 1..1
* dosage.rateQuantity.system = "http://unitsofmeasure.org"
* dosage.rateQuantity.code 1..1
* dosage.rateQuantity.code from KetRateUnits (required)
* insert Milligrams(dosage.dose)
* obeys ket-ended and ket-dose and ket-begun and ket-rate-over-time

Profile: KetBolus
Parent: MedicationAdministration
Id: ket-bolus
Title: "Bolus"
Description: "Given at once by the pump, beside or within an infusion: a dose and no rate."
* insert GivenDrug
* partOf 1..1 MS
* partOf only Reference(MedicationAdministration)
* device 1..1 MS
* effective[x] only dateTime
* dosage 1..1
* dosage.dose 1..1
* insert Milligrams(dosage.dose)
* dosage.rate[x] 0..0

Profile: KetSingleDose
Parent: MedicationAdministration
Id: ket-single-dose
Title: "Single dose"
Description: "Given at once by another route than the pump's. It is part of no infusion."
* insert GivenDrug
* partOf only Reference(Procedure)
* effective[x] only dateTime
* dosage 1..1
* dosage.route 1..1
* dosage.dose 1..1
* insert Milligrams(dosage.dose)
* dosage.rate[x] 0..0

Invariant: ket-order-dose
Description: "An order says how much: a dose in milligrams, whatever else it says"
Expression: "dosageInstruction.doseAndRate.dose.where(code = 'mg').exists()"
Severity: #error

Profile: KetOrder
Parent: MedicationRequest
Id: ket-order
Title: "Order of an infusion"
Description: "What the physician ordered for one session: dose, rate and route. A changed order is another version."
* insert GivenDrug
* intent = #order
* requester MS
* dosageInstruction 1..1
* dosageInstruction.route 1..1
* dosageInstruction.doseAndRate 1..*
* dosageInstruction.doseAndRate.type 1..1
* extension contains KetDosingWeight named weight 0..1 MS
* obeys ket-order-dose

Instance: MedicationAdministration-part-of
InstanceOf: SearchParameter
Usage: #definition
* url = "https://ketamine-infusion.example.org/fhir/SearchParameter/MedicationAdministration-part-of"
* version = "0.2.0"
* name = "PartOf"
* status = #draft
* description = "The parts of an infusion. R4 has no such parameter on MedicationAdministration."
* code = #part-of
* base = #MedicationAdministration
* type = #reference
* expression = "MedicationAdministration.partOf"
* target[0] = #MedicationAdministration
* target[+] = #Procedure

Profile: KetVisit
Parent: Encounter
Id: ket-visit
Title: "Visit"
Description: "The visit in which a session takes place. Where the EHR has the visit, its identifier stands here."
* identifier 1..* MS
* subject 1..1
* subject only Reference(Patient)
* period 0..1 MS

Invariant: ket-performed
Description: "What is in progress, held, stopped or completed says when"
Expression: "(status = 'in-progress' or status = 'on-hold' or status = 'stopped' or status = 'completed') implies performed.exists()"
Severity: #error

Profile: KetSession
Parent: Procedure
Id: ket-session
Title: "Session"
Description: "A ketamine infusion session, from check-in to the close."
* identifier 1..* MS
* code 1..1
* code.coding ^slicing.discriminator[0].type = #value
* code.coding ^slicing.discriminator[0].path = "$this"
* code.coding ^slicing.rules = #open
* code.coding contains infusion 0..1
* code.coding[infusion] = $sct#14152002
* subject only Reference(Patient)
* performed[x] only dateTime or Period
* obeys ket-performed

Invariant: ket-two-people
Description: "Who threw away a controlled drug and who saw it are two people"
Expression: "performer.distinct().count() >= 2"
Severity: #error

Profile: KetWaste
Parent: Observation
Id: ket-waste
Title: "Controlled drug wasted"
Description: "What was left of a vial and was thrown away, by whom and before which witness."
* code.coding ^slicing.discriminator[0].type = #value
* code.coding ^slicing.discriminator[0].path = "$this"
* code.coding ^slicing.rules = #open
* code.coding contains waste 1..1
* code.coding[waste] = $codes#waste
* subject 1..1
* subject only Reference(Patient)
* effective[x] 1..1
* value[x] 1..1
* value[x] only Quantity
* insert Milligrams(valueQuantity)
* obeys ket-two-people

Extension: KetEnteredInError
Id: ket-entered-in-error
Title: "Entered in error"
Description: "Its author took it back within the minute: it was entered in error, and nothing of it counts. R4 has no status of an adverse event that could say so."
Context: AdverseEvent
* . ?!
* . ^isModifierReason = "What was entered in error did not happen to this patient."
* value[x] 1..1
* value[x] only boolean
* valueBoolean = true

Profile: KetAdverseEvent
Parent: AdverseEvent
Id: ket-adverse-event
Title: "Adverse event"
Description: "What happened to the patient that nobody wanted, as it was charted."
* actuality = #actual
* event 1..1
* subject only Reference(Patient)
* date 1..1
* severity 0..1 MS
* modifierExtension contains KetEnteredInError named enteredInError 0..1

Instance: AdverseEvent-patient
InstanceOf: SearchParameter
Usage: #definition
* url = "https://ketamine-infusion.example.org/fhir/SearchParameter/AdverseEvent-patient"
* version = "0.2.0"
* name = "Patient"
* status = #draft
* description = "Adverse events of a patient. R4 has only subject."
* code = #patient
* base = #AdverseEvent
* type = #reference
* expression = "AdverseEvent.subject.where(resolve() is Patient)"
* target = #Patient

Profile: KetConsent
Parent: Consent
Id: ket-consent
Title: "Consent to the treatment"
Description: "The consent that was found in force at check-in."
* scope = http://terminology.hl7.org/CodeSystem/consentscope#treatment
* patient 1..1
* dateTime 1..1

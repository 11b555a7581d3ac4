// One whole session: ordered, checked in, started, slowed, paused, resumed, a bolus, an alarm, an adverse event, stopped, charted,
// signed and amended. Every time is UTC.
RuleSet: OfSession
* subject = Reference(Patient/example-patient)
* encounter = Reference(Encounter/example-visit)

RuleSet: Key(system, value)
* identifier.system = "https://ketamine-infusion.example.org/id/{system}"
* identifier.value = "{value}"

Instance: example-patient
InstanceOf: Patient
Usage: #example
* identifier.type = http://terminology.hl7.org/CodeSystem/v2-0203#MR "Medical record number"
* identifier.system = "https://ketamine-infusion.example.org/id/harbor/mrn"
* identifier.value = "E-1001"
* active = true
* name.family = "Example"
* name.given = "Eva"
* gender = #female
* birthDate = "1980-05-17"

Instance: example-physician
InstanceOf: Practitioner
Usage: #example
* identifier.system = "https://ketamine-infusion.example.org/id/harbor/person"
* identifier.value = "physician"
* active = true

Instance: example-nurse
InstanceOf: Practitioner
Usage: #example
* identifier.system = "https://ketamine-infusion.example.org/id/harbor/person"
* identifier.value = "nurse"
* active = true

Instance: example-witness
InstanceOf: Practitioner
Usage: #example
* identifier.system = "https://ketamine-infusion.example.org/id/harbor/person"
* identifier.value = "nurse-2"
* active = true

Instance: example-visit
InstanceOf: KetVisit
Usage: #example
* insert Key(visit, s1:visit)
* status = #finished
* class = $act#AMB "ambulatory"
* subject = Reference(Patient/example-patient)
* period.start = "2026-11-23T09:30:00Z"
* period.end = "2026-11-23T12:10:00Z"

Instance: example-weight
InstanceOf: Observation
Usage: #example
* meta.profile = "http://hl7.org/fhir/StructureDefinition/bodyweight"
* status = #final
* category = $observation-category#vital-signs
* code = $loinc#29463-7 "Body weight"
* insert OfSession
* effectiveDateTime = "2026-11-23T09:35:00Z"
* performer = Reference(Practitioner/example-nurse)
* valueQuantity = 80 'kg' "kg"

Instance: example-consent
InstanceOf: KetConsent
Usage: #example
* status = #active
* scope = http://terminology.hl7.org/CodeSystem/consentscope#treatment
* category = $loinc#59284-0 "Consent Document"
* patient = Reference(Patient/example-patient)
* dateTime = "2026-11-02T10:00:00Z"
* policy.uri = "https://ketamine-infusion.example.org/policy/treatment-consent"

Instance: example-order
InstanceOf: KetOrder
Usage: #example
* insert Key(order, s1:order)
* status = #completed
* intent = #order
* medicationCodeableConcept = $rxnorm#6130 "ketamine"
* medicationCodeableConcept.text = "ketamine"
* insert OfSession
* authoredOn = "2026-11-23T09:40:00Z"
* requester = Reference(Practitioner/example-physician)
* supportingInformation = Reference(Observation/example-weight)
* dosageInstruction.text = "40 mg over 40 min"
* dosageInstruction.route = $sct#47625008 "Intravenous route"
* dosageInstruction.doseAndRate[0].type = $dose-rate-type#ordered "Ordered"
* dosageInstruction.doseAndRate[0].doseQuantity = 0.5 'mg/kg' "mg/kg"
* dosageInstruction.doseAndRate[1].type = $dose-rate-type#calculated "Calculated"
* dosageInstruction.doseAndRate[1].doseQuantity = 40 'mg' "mg"
* dosageInstruction.doseAndRate[1].rateQuantity = 60 'mg/h' "mg/h"
* extension[weight].valueQuantity = 80 'kg' "kg"

Instance: example-session
InstanceOf: KetSession
Usage: #example
* insert Key(session, s1)
* status = #completed
* code = $sct#14152002 "Intravenous infusion"
* code.text = "Ketamine infusion session"
* insert OfSession
* performedPeriod.start = "2026-11-23T10:00:00Z"
* performedPeriod.end = "2026-11-23T12:10:00Z"

Instance: example-pump
InstanceOf: KetDevice
Usage: #example
* identifier.system = "https://ketamine-infusion.example.org/id/harbor/device"
* identifier.value = "pump-3"
* status = #active
* manufacturer = "Acme"
* modelNumber = "Space 2"
* type = $mdc#69985 "MDC_DEV_PUMP_INFUS_MDS"
* patient = Reference(Patient/example-patient)

Instance: example-monitor
InstanceOf: KetDevice
Usage: #example
* identifier.system = "https://ketamine-infusion.example.org/id/harbor/device"
* identifier.value = "mon-3"
* status = #active
* type = $mdc#69965 "MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS"

Instance: example-pump-rate-metric
InstanceOf: KetPumpMetric
Usage: #example
* type.coding[mdc] = $mdc#158014 "MDC_FLOW_FLUID_PUMP_CURRENT"
* source = Reference(Device/example-pump)
* category = #measurement

Instance: example-pump-use
InstanceOf: KetDeviceUse
Usage: #example
* status = #completed
* subject = Reference(Patient/example-patient)
* device = Reference(Device/example-pump)
* timingPeriod.start = "2026-11-23T09:55:00Z"
* timingPeriod.end = "2026-11-23T12:10:00Z"

RuleSet: Ketamine
* medicationCodeableConcept = $rxnorm#6130 "ketamine"
* medicationCodeableConcept.text = "ketamine"
* subject = Reference(Patient/example-patient)
* context = Reference(Encounter/example-visit)
* category = $administration-category#outpatient "Outpatient"

RuleSet: PartOfInfusion
* partOf = Reference(MedicationAdministration/example-infusion)
* device = Reference(Device/example-pump)

Instance: example-infusion
InstanceOf: KetInfusion
Usage: #example
* insert Key(medication-administration, s1:infusion)
* status = #completed
* insert Ketamine
* request = Reference(MedicationRequest/example-order)
* partOf = Reference(Procedure/example-session)
* device = Reference(Device/example-pump)
* effectivePeriod.start = "2026-11-23T10:00:00Z"
* effectivePeriod.end = "2026-11-23T10:50:00Z"
* extension[total].valueQuantity = 40 'mg' "mg"

Instance: example-segment-1
InstanceOf: KetInfusionSegment
Usage: #example
* insert Key(medication-administration, s1:segment:2026-11-23T10:00:00Z)
* status = #completed
* insert Ketamine
* insert PartOfInfusion
* effectivePeriod.start = "2026-11-23T10:00:00Z"
* effectivePeriod.end = "2026-11-23T10:20:00Z"
* dosage.route = $sct#47625008 "Intravenous route"
* dosage.dose = 20 'mg' "mg"
* dosage.rateQuantity = 60 'mg/h' "mg/h"

Instance: example-segment-2
InstanceOf: KetInfusionSegment
Usage: #example
* insert Key(medication-administration, s1:segment:2026-11-23T10:20:00Z)
* status = #completed
* insert Ketamine
* insert PartOfInfusion
* effectivePeriod.start = "2026-11-23T10:20:00Z"
* effectivePeriod.end = "2026-11-23T10:30:00Z"
* dosage.route = $sct#47625008 "Intravenous route"
* dosage.dose = 5 'mg' "mg"
* dosage.rateQuantity = 30 'mg/h' "mg/h"

Instance: example-segment-3
InstanceOf: KetInfusionSegment
Usage: #example
* insert Key(medication-administration, s1:segment:2026-11-23T10:38:00Z)
* status = #completed
* insert Ketamine
* insert PartOfInfusion
* effectivePeriod.start = "2026-11-23T10:38:00Z"
* effectivePeriod.end = "2026-11-23T10:50:00Z"
* dosage.route = $sct#47625008 "Intravenous route"
* dosage.dose = 12 'mg' "mg"
* dosage.rateQuantity = 60 'mg/h' "mg/h"

Instance: example-bolus
InstanceOf: KetBolus
Usage: #example
* insert Key(medication-administration, s1:bolus:2026-11-23T10:45:00Z)
* status = #completed
* insert Ketamine
* insert PartOfInfusion
* effectiveDateTime = "2026-11-23T10:45:00Z"
* dosage.route = $sct#47625008 "Intravenous route"
* dosage.dose = 3 'mg' "mg"

Instance: example-single-dose
InstanceOf: KetSingleDose
Usage: #example
* insert Key(medication-administration, s2:dose:2026-11-25T10:00:00Z)
* status = #completed
* insert Ketamine
* effectiveDateTime = "2026-11-25T10:00:00Z"
* dosage.route = $sct#78421000 "Intramuscular route"
* dosage.dose = 50 'mg' "mg"

RuleSet: VitalSign(slug, time)
* identifier.system = "https://ketamine-infusion.example.org/id/observation"
* identifier.value = "s1:{slug}:2026-11-23T{time}"
* status = #preliminary
* category[VSCat] = $observation-category#vital-signs
* insert OfSession
* effectiveDateTime = "2026-11-23T{time}"
* device = Reference(Device/example-monitor)

Instance: example-heart-rate
InstanceOf: KetHeartRate
Usage: #example
* insert VitalSign(hr, 10:01:00Z)
* code.coding[HeartRateCode] = $loinc#8867-4 "Heart rate"
* valueQuantity = 72 '/min' "beats/minute"

Instance: example-heart-rate-absent
InstanceOf: KetHeartRate
Usage: #example
* insert VitalSign(hr, 10:02:00Z)
* code.coding[HeartRateCode] = $loinc#8867-4 "Heart rate"
* dataAbsentReason = $absent#temp-unknown "Temporarily Unknown"

Instance: example-resp-rate
InstanceOf: KetRespiratoryRate
Usage: #example
* insert VitalSign(rr, 10:01:00Z)
* code.coding[RespRateCode] = $loinc#9279-1 "Respiratory rate"
* valueQuantity = 14 '/min' "breaths/minute"

Instance: example-spo2
InstanceOf: KetOxygenSaturation
Usage: #example
* insert VitalSign(spo2, 10:41:00Z)
* code.coding[OxygenSatCode] = $loinc#2708-6 "Oxygen saturation in Arterial blood"
* code.coding[PulseOximetry] = $loinc#59408-5 "Oxygen saturation in Arterial blood by Pulse oximetry"
* valueQuantity = 88 '%' "%"

Instance: example-temp
InstanceOf: KetTemperature
Usage: #example
* insert VitalSign(temp, 10:01:00Z)
* code.coding[BodyTempCode] = $loinc#8310-5 "Body temperature"
* valueQuantity = 36.6 'Cel' "°C"

Instance: example-blood-pressure
InstanceOf: KetBloodPressure
Usage: #example
* insert VitalSign(bp, 10:05:00Z)
* code.coding[BPCode] = $loinc#85354-9 "Blood pressure panel with all children optional"
* component[SystolicBP].code.coding[SBPCode] = $loinc#8480-6 "Systolic blood pressure"
* component[SystolicBP].code.coding[1] = $mdc#150021 "MDC_PRESS_BLD_NONINV_SYS"
* component[SystolicBP].valueQuantity = 131 'mm[Hg]' "mmHg"
* component[DiastolicBP].code.coding[DBPCode] = $loinc#8462-4 "Diastolic blood pressure"
* component[DiastolicBP].valueQuantity = 84 'mm[Hg]' "mmHg"
* component[2].code = $loinc#8478-0 "Mean blood pressure"
* component[2].valueQuantity = 99 'mm[Hg]' "mmHg"

Instance: example-etco2
InstanceOf: KetEtCO2
Usage: #example
* insert VitalSign(etco2, 10:05:00Z)
* code.coding[PartialPressure] = $loinc#19891-1 "Carbon dioxide [Partial pressure] in Exhaled gas --at end expiration"
* valueQuantity = 38 'mm[Hg]' "mmHg"

Instance: example-pump-rate
InstanceOf: KetPumpObservation
Usage: #example
* insert Key(observation, s1:pump-rate:2026-11-23T10:20:00Z)
* status = #final
* code.coding[mdc] = $mdc#158014 "MDC_FLOW_FLUID_PUMP_CURRENT"
* insert OfSession
* focus = Reference(Device/example-pump)
* effectiveDateTime = "2026-11-23T10:20:00Z"
* device = Reference(DeviceMetric/example-pump-rate-metric)
* valueQuantity = 30 'mL/h' "mL/h"

Instance: example-waveform
InstanceOf: KetWaveform
Usage: #example
* status = #final
* code.coding[mdc] = $mdc#150456 "MDC_PULS_OXIM_SAT_O2"
* insert OfSession
* effectivePeriod.start = "2026-11-23T10:40:00Z"
* effectivePeriod.end = "2026-11-23T10:40:05Z"
* device = Reference(Device/example-monitor)
* valueSampledData.origin = 0 '%' "%"
* valueSampledData.period = 1000
* valueSampledData.dimensions = 1
* valueSampledData.data = "91 90 E 88 88"

Instance: example-alarm
InstanceOf: KetAlarm
Usage: #example
* insert Key(alarm, 0197cccc-0000-7000-8000-000000000001)
* status = #final
* code.coding[alarm] = $codes#alarm "Device or session alarm"
* insert OfSession
* effectivePeriod.start = "2026-11-23T10:40:30Z"
* effectivePeriod.end = "2026-11-23T10:41:40Z"
* valueCodeableConcept = $rules#spo2-low "SpO2 stayed below a limit"
* derivedFrom = Reference(Observation/example-spo2)
* component[priority].valueCodeableConcept = $codes#high "High priority alarm"
* component[kind].valueCodeableConcept = $codes#physiological "Physiological alarm"
* component[presence].valueCodeableConcept = $presence#off

Instance: example-alarm-answer
InstanceOf: KetAlarmAnswer
Usage: #example
* status = #completed
* subject = Reference(Patient/example-patient)
* about = Reference(Observation/example-alarm)
* sender = Reference(Practitioner/example-nurse)
* sent = "2026-11-23T10:40:41Z"

Instance: example-dose-override
InstanceOf: KetDoseOverride
Usage: #example
* status = #final
* code = $act#DOSEH "High Dose Alert"
* severity = #moderate
* patient = Reference(Patient/example-patient)
* identifiedDateTime = "2026-11-23T09:40:00Z"
* implicated = Reference(MedicationRequest/example-order)
* mitigation.action = $act#5 "Consulted Prescriber"
* mitigation.date = "2026-11-23T09:41:00Z"
* mitigation.author = Reference(Practitioner/example-physician)

Instance: example-warning
InstanceOf: KetWarning
Usage: #example
* status = #active
* code.text = "Pressure rises early: measure at 5 min"
* subject = Reference(Patient/example-patient)
* period.start = "2026-11-02T10:00:00Z"

Instance: example-sedation
InstanceOf: KetScore
Usage: #example
* insert Key(observation, s1:sedation:2026-11-23T10:15:00Z)
* status = #final
* category = $observation-category#exam
* code = $codes#sedation-mo-aas "Modified Observer's Assessment of Alertness/Sedation (MOAA/S)"
* insert OfSession
* effectiveDateTime = "2026-11-23T10:15:00Z"
* performer = Reference(Practitioner/example-nurse)
* valueQuantity = 4 '{score}' "score"

Instance: example-adverse-event
InstanceOf: KetAdverseEvent
Usage: #example
* actuality = #actual
* event.text = "Nausea"
* subject = Reference(Patient/example-patient)
* encounter = Reference(Encounter/example-visit)
* date = "2026-11-23T10:30:00Z"
* severity = http://terminology.hl7.org/CodeSystem/adverse-event-severity#mild
* outcome = http://terminology.hl7.org/CodeSystem/adverse-event-outcome#resolved
* suspectEntity.instance = Reference(MedicationAdministration/example-infusion)
* recorder = Reference(Practitioner/example-nurse)

// Charted by a slip and taken back 20 s later.
Instance: example-adverse-event-in-error
InstanceOf: KetAdverseEvent
Usage: #example
* modifierExtension[enteredInError].valueBoolean = true
* actuality = #actual
* event.text = "Fall, grade 4 of 5"
* subject = Reference(Patient/example-patient)
* encounter = Reference(Encounter/example-visit)
* date = "2026-11-23T10:31:00Z"
* severity = http://terminology.hl7.org/CodeSystem/adverse-event-severity#severe
* suspectEntity.instance = Reference(MedicationAdministration/example-infusion)
* recorder = Reference(Practitioner/example-nurse)

Instance: example-waste
InstanceOf: KetWaste
Usage: #example
* status = #final
* code.coding[waste] = $codes#waste "Controlled substance wasted amount"
* insert OfSession
* effectiveDateTime = "2026-11-23T11:00:00Z"
* performer[0] = Reference(Practitioner/example-nurse)
* performer[1] = Reference(Practitioner/example-witness)
* valueQuantity = 460 'mg' "mg"

Instance: example-phq9-answers
InstanceOf: KetAnswers
Usage: #example
* questionnaire = "https://ketamine-infusion.example.org/fhir/Questionnaire/phq-9|1"
* status = #completed
* insert OfSession
* authored = "2026-11-23T09:32:00Z"
* insert Phq9Answer(1, 1)
* insert Phq9Answer(2, 2)
* insert Phq9Answer(3, 3)
* insert Phq9Answer(4, 2)
* insert Phq9Answer(5, 0)
* insert Phq9Answer(6, 1)
* insert Phq9Answer(7, 2)
* insert Phq9Answer(8, 0)
* insert Phq9Answer(9, 0)

RuleSet: Phq9Answer(item, points)
* item[+].linkId = "{item}"
* item[=].answer.valueInteger = {points}

Instance: example-phq9-total
InstanceOf: KetScore
Usage: #example
* insert Key(observation, s1:phq-9)
* status = #final
* category = $observation-category#survey
* code = $loinc#44261-6 "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"
* insert OfSession
* effectiveDateTime = "2026-11-23T09:32:00Z"
* valueQuantity = 11 '{score}' "score"
* derivedFrom = Reference(QuestionnaireResponse/example-phq9-answers)

RuleSet: Chart(uuid)
* masterIdentifier.system = "urn:ietf:rfc:3986"
* masterIdentifier.value = "urn:uuid:{uuid}"
* type = $loinc#28570-0 "Procedure note"
* subject = Reference(Patient/example-patient)
* author = Reference(Practitioner/example-nurse)
* authenticator = Reference(Practitioner/example-physician)
* content.attachment.contentType = #application/pdf
* content.attachment.title = "Chart of the session"
* context.encounter = Reference(Encounter/example-visit)
* context.period.start = "2026-11-23T09:30:00Z"
* context.period.end = "2026-11-23T12:10:00Z"

Instance: example-chart
InstanceOf: KetChartDocument
Usage: #example
* insert Chart(0c3a4f7e-53b0-4b52-9b5f-0b7a2d2b9a01)
* status = #superseded
* docStatus = #final
* date = "2026-11-23T12:20:00Z"
* content.attachment.url = "Binary/example-chart-1"

Instance: example-chart-amended
InstanceOf: KetChartDocument
Usage: #example
* insert Chart(0c3a4f7e-53b0-4b52-9b5f-0b7a2d2b9a02)
* status = #current
* docStatus = #amended
* date = "2026-11-24T08:00:00Z"
* relatesTo.code = #replaces
* relatesTo.target = Reference(DocumentReference/example-chart)
* content.attachment.url = "Binary/example-chart-2"

Instance: example-chart-composition
InstanceOf: KetChartComposition
Usage: #example
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:0c3a4f7e-53b0-4b52-9b5f-0b7a2d2b9a01"
* status = #final
* type = $loinc#28570-0 "Procedure note"
* insert OfSession
* date = "2026-11-23T12:20:00Z"
* author = Reference(Practitioner/example-nurse)
* title = "Chart of the session"
* attester.mode = #legal
* attester.time = "2026-11-23T12:20:00Z"
* attester.party = Reference(Practitioner/example-physician)
* section.title = "Infusion"
* section.entry = Reference(MedicationAdministration/example-infusion)

Instance: example-signature
InstanceOf: KetSignature
Usage: #example
* target = Reference(DocumentReference/example-chart/_history/1)
* recorded = "2026-11-23T12:20:00Z"
* activity = $completion#LA "legally authenticated"
* agent.type = $participant#author "Author"
* agent.who = Reference(Practitioner/example-physician)
* signature.type = $signature#1.2.840.10065.1.12.1.1 "Author's Signature"
* signature.when = "2026-11-23T12:20:00Z"
* signature.who = Reference(Practitioner/example-physician)
* signature.targetFormat = #application/fhir+json
* signature.sigFormat = #application/jose
* signature.data = "ZXhhbXBsZQ=="

Instance: example-plan
InstanceOf: KetPlan
Usage: #example
* status = #active
* intent = #plan
* title = "Six infusions in three weeks"
* subject = Reference(Patient/example-patient)
* activity.reference = Reference(ServiceRequest/example-therapy-request)

Instance: example-therapy-request
InstanceOf: KetTherapyRequest
Usage: #example
* status = #active
* intent = #plan
* code.text = "Talk therapy"
* insert OfSession
* occurrencePeriod.start = "2026-11-24T08:00:00Z"
* occurrencePeriod.end = "2026-11-26T18:00:00Z"

Instance: example-appointment
InstanceOf: KetAppointment
Usage: #example
* status = #booked
* basedOn = Reference(ServiceRequest/example-therapy-request)
* start = "2026-11-24T14:00:00Z"
* end = "2026-11-24T14:50:00Z"
* participant.actor = Reference(Patient/example-patient)
* participant.status = #accepted

Instance: example-person-read-a-chart
InstanceOf: KetAuditEvent
Usage: #example
* meta.lastUpdated = "2026-11-23T12:30:00.250Z"
* type = $dcm#110110 "Patient Record"
* subtype = $acts#ReadChart "read charts"
* action = #R
* recorded = "2026-11-23T12:30:00Z"
* outcome = #0
* outcomeDesc = "HTTP 200"
* agent.who = Reference(Practitioner/example-nurse)
* agent.altId = "nurse"
* agent.requestor = true
* agent.network.address = "10.0.0.7"
* agent.network.type = #2
* source.site = "harbor"
* source.observer.display = "Infusion"
* source.type = $security-source#4 "Application Server"
* entity[0].what = Reference(Patient/example-patient)
* entity[0].type = $entity-type#1 "Person"
* entity[0].role = $object-role#1 "Patient"
* entity[1].what = Reference(Encounter/example-visit)
* entity[1].type = $entity-type#2 "System Object"
* entity[1].role = $object-role#4 "Domain Resource"
* entity[2].type = $entity-type#2 "System Object"
* entity[2].name = "GET /sessions/0197aaaa-0000-7000-8000-000000000001/chart"

Instance: example-client-searched
InstanceOf: KetAuditEvent
Usage: #example
* meta.lastUpdated = "2026-11-23T12:31:00.250Z"
* type = http://terminology.hl7.org/CodeSystem/audit-event-type#rest "RESTful Operation"
* subtype = http://hl7.org/fhir/restful-interaction#search-type
* action = #E
* recorded = "2026-11-23T12:31:00Z"
* outcome = #0
* outcomeDesc = "HTTP 200"
* agent.who.identifier.system = "https://ketamine-infusion.example.org/id/harbor/client"
* agent.who.identifier.value = "ehr"
* agent.altId = "ehr"
* agent.requestor = true
* source.site = "harbor"
* source.observer.display = "Infusion"
* source.type = $security-source#4 "Application Server"
* entity[0].what = Reference(Patient/example-patient)
* entity[0].type = $entity-type#1 "Person"
* entity[0].role = $object-role#1 "Patient"
* entity[1].type = $entity-type#2 "System Object"
* entity[1].role = $object-role#24 "Query"
* entity[1].query = "L2ZoaXIvaGFyYm9yL09ic2VydmF0aW9uP3BhdGllbnQmY29kZQ=="

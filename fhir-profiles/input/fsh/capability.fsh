RuleSet: Serves(type, profile)
* rest[0].resource[+].type = #{type}
* rest[0].resource[=].supportedProfile = Canonical({profile})
* rest[0].resource[=].interaction[0].code = #read
* rest[0].resource[=].interaction[1].code = #vread
* rest[0].resource[=].interaction[2].code = #search-type
* rest[0].resource[=].operation.name = "validate"
* rest[0].resource[=].operation.definition = "http://hl7.org/fhir/OperationDefinition/Resource-validate"

Instance: infusion-server
InstanceOf: CapabilityStatement
Usage: #definition
* url = "https://ketamine-infusion.example.org/fhir/CapabilityStatement/infusion-server"
* version = "0.2.0"
* name = "InfusionServer"
* title = "What an EHR may count on"
* status = #draft
* date = "2026-11-30"
* kind = #requirements
* description = "The types that an infusion service serves, and the profiles that they follow. What one server serves stands in its own metadata."
* fhirVersion = #4.0.1
* format = #application/fhir+json
* rest[0].mode = #server
* rest[0].security.service = http://terminology.hl7.org/CodeSystem/restful-security-service#SMART-on-FHIR
* insert Serves(MedicationAdministration, KetInfusion)
* rest[0].resource[=].supportedProfile[1] = Canonical(KetInfusionSegment)
* rest[0].resource[=].supportedProfile[2] = Canonical(KetBolus)
* rest[0].resource[=].supportedProfile[3] = Canonical(KetSingleDose)
* rest[0].resource[=].searchParam.name = "part-of"
* rest[0].resource[=].searchParam.type = #reference
* rest[0].resource[=].searchParam.definition = "https://ketamine-infusion.example.org/fhir/SearchParameter/MedicationAdministration-part-of"
* insert Serves(MedicationRequest, KetOrder)
* insert Serves(Procedure, KetSession)
* insert Serves(Encounter, KetVisit)
* insert Serves(Observation, KetHeartRate)
* rest[0].resource[=].supportedProfile[1] = Canonical(KetRespiratoryRate)
* rest[0].resource[=].supportedProfile[2] = Canonical(KetOxygenSaturation)
* rest[0].resource[=].supportedProfile[3] = Canonical(KetTemperature)
* rest[0].resource[=].supportedProfile[4] = Canonical(KetBloodPressure)
* rest[0].resource[=].supportedProfile[5] = Canonical(KetEtCO2)
* rest[0].resource[=].supportedProfile[6] = Canonical(KetAlarm)
* rest[0].resource[=].supportedProfile[7] = Canonical(KetScore)
* rest[0].resource[=].supportedProfile[8] = Canonical(KetWaste)
* rest[0].resource[=].supportedProfile[9] = Canonical(KetPumpObservation)
* rest[0].resource[=].supportedProfile[10] = Canonical(KetWaveform)
* insert Serves(Device, KetDevice)
* insert Serves(AdverseEvent, KetAdverseEvent)
* rest[0].resource[=].searchParam.name = "patient"
* rest[0].resource[=].searchParam.type = #reference
* rest[0].resource[=].searchParam.definition = "https://ketamine-infusion.example.org/fhir/SearchParameter/AdverseEvent-patient"
* insert Serves(DocumentReference, KetChartDocument)
* insert Serves(Provenance, KetSignature)
* insert Serves(Composition, KetChartComposition)
* insert Serves(AuditEvent, KetAuditEvent)

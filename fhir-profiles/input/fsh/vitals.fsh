// What every charted vital sign has beyond its base profile: an identifier to be found again by, and a time of its own.
RuleSet: Charted
* identifier 1..* MS
* identifier.system 1..1
* identifier.value 1..1
* effective[x] only dateTime
* obeys ket-source

Invariant: ket-source
Description: "A vital sign names what measured it: a device, a person, or the device that should have"
Expression: "device.exists() or performer.exists() or dataAbsentReason.exists()"
Severity: #error

Profile: KetHeartRate
Parent: http://hl7.org/fhir/StructureDefinition/heartrate
Id: ket-heart-rate
Title: "Heart rate"
Description: "The charted heart rate of a minute, or of a person's count."
* insert Charted

Profile: KetRespiratoryRate
Parent: http://hl7.org/fhir/StructureDefinition/resprate
Id: ket-resp-rate
Title: "Respiratory rate"
Description: "The charted respiratory rate of a minute, or of a person's count."
* insert Charted

Profile: KetOxygenSaturation
Parent: http://hl7.org/fhir/StructureDefinition/oxygensat
Id: ket-spo2
Title: "Oxygen saturation"
Description: "The charted SpO2. It is coded as of arterial blood, which the base profile asks for, and as of pulse oximetry, which it is."
* insert Charted
* code.coding contains PulseOximetry 1..1
* code.coding[PulseOximetry].system 1..1
* code.coding[PulseOximetry].system = "http://loinc.org"
* code.coding[PulseOximetry].code 1..1
* code.coding[PulseOximetry].code = #59408-5
* component 0..0

Profile: KetTemperature
Parent: http://hl7.org/fhir/StructureDefinition/bodytemp
Id: ket-temp
Title: "Body temperature"
Description: "The charted temperature, in degrees Celsius."
* insert Charted
* valueQuantity.code = #Cel

Invariant: ket-mean-unit
Description: "A mean pressure is in mm[Hg], or says why it is not there"
Expression: "component.where(code.coding.where(system = 'http://loinc.org' and code = '8478-0').exists()).all(value.ofType(Quantity).where(code = 'mm[Hg]').exists() or dataAbsentReason.exists())"
Severity: #error

Profile: KetBloodPressure
Parent: http://hl7.org/fhir/StructureDefinition/bp
Id: ket-blood-pressure
Title: "Blood pressure by cuff"
Description: "One measurement of the cuff: systolic, diastolic and, where the monitor tells it, mean."
* insert Charted
* obeys ket-mean-unit

Profile: KetEtCO2
Parent: http://hl7.org/fhir/StructureDefinition/vitalsigns
Id: ket-etco2
Title: "End-tidal CO2"
Description: "The partial pressure, 19891-1. 19889-5 is the volume fraction and never goes with mm[Hg]."
* insert Charted
* code.coding ^slicing.discriminator[0].type = #value
* code.coding ^slicing.discriminator[0].path = "code"
* code.coding ^slicing.discriminator[1].type = #value
* code.coding ^slicing.discriminator[1].path = "system"
* code.coding ^slicing.rules = #open
* code.coding contains PartialPressure 1..1
* code.coding[PartialPressure].system 1..1
* code.coding[PartialPressure].system = "http://loinc.org"
* code.coding[PartialPressure].code 1..1
* code.coding[PartialPressure].code = #19891-1
* value[x] only Quantity
* valueQuantity.value 1..1
* valueQuantity.system 1..1
* valueQuantity.system = "http://unitsofmeasure.org"
* valueQuantity.code 1..1
* valueQuantity.code = #mm[Hg]
* component 0..0

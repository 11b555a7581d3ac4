Profile: KetDevice
Parent: Device
Id: ket-device
Title: "Monitor or pump"
Description: "A device of the clinic, by its name there. Its patient is the one it is attached to now."
* identifier 1..* MS
* identifier.system 1..1
* identifier.value 1..1
* status 1..1
* patient MS

Profile: KetPumpMetric
Parent: DeviceMetric
Id: ket-pump-metric
Title: "What a device measures or is set to"
Description: "One channel of a device, by its MDC code."
* type.coding ^slicing.discriminator[0].type = #value
* type.coding ^slicing.discriminator[0].path = "system"
* type.coding ^slicing.rules = #open
* type.coding contains mdc 1..1
* type.coding[mdc].system 1..1
* type.coding[mdc].system = "urn:iso:std:iso:11073:10101"
* type.coding[mdc].code 1..1
* source 1..1 MS

Profile: KetDeviceUse
Parent: DeviceUseStatement
Id: ket-device-use
Title: "Use of a device for a patient"
Description: "From when to when a device was attached to a patient."
* subject only Reference(Patient)
* timing[x] 1..1
* timing[x] only Period
* timingPeriod.start 1..1

Profile: KetPumpObservation
Parent: Observation
Id: ket-pump-observation
Title: "What a pump tells"
Description: "A setting or measurement of a pump. Its subject is the patient, so that a search by patient finds it, and its focus is the pump; the PoCD guide would have the pump as the subject."
* identifier 1..* MS
* code.coding ^slicing.discriminator[0].type = #value
* code.coding ^slicing.discriminator[0].path = "system"
* code.coding ^slicing.rules = #open
* code.coding contains mdc 1..1
* code.coding[mdc] from KetPumpMetrics (required)
* code.coding[mdc].system 1..1
* code.coding[mdc].system = "urn:iso:std:iso:11073:10101"
* code.coding[mdc].code 1..1
* subject 1..1
* subject only Reference(Patient)
* focus 1..1 MS
* focus only Reference(Device)
* effective[x] 1..1
* effective[x] only dateTime or Period
* value[x] only Quantity or CodeableConcept or SampledData

Invariant: ket-no-vital-code
Description: "A series of raw values has no LOINC code of a vital sign: R4 would hold it to that vital sign's profile"
Expression: "code.coding.where(system = 'http://loinc.org').empty()"
Severity: #error

Invariant: ket-samples
Description: "The values of a series are decimals, or E, U or L, with one space between them"
Expression: "value.ofType(SampledData).data.all($this.matches('^(-?[0-9]+([.][0-9]+)?|E|U|L)( (-?[0-9]+([.][0-9]+)?|E|U|L))*$'))"
Severity: #error

Profile: KetWaveform
Parent: Observation
Id: ket-waveform
Title: "Series of measured values"
Description: "Values as they were measured, at a fixed interval; a second without one is E."
* code.coding ^slicing.discriminator[0].type = #value
* code.coding ^slicing.discriminator[0].path = "system"
* code.coding ^slicing.rules = #open
* code.coding contains mdc 1..1
* code.coding[mdc].system 1..1
* code.coding[mdc].system = "urn:iso:std:iso:11073:10101"
* code.coding[mdc].code 1..1
* subject 1..1
* subject only Reference(Patient)
* effective[x] 1..1
* effective[x] only Period
* value[x] 1..1
* value[x] only SampledData
* valueSampledData.data 1..1
* valueSampledData.origin.code 1..1
* obeys ket-no-vital-code and ket-samples

CodeSystem: KetCodes
Id: ket-codes
Title: "Codes of ketamine infusion sessions"
Description: "What has no code in LOINC, SNOMED CT or MDC that was found and checked. A code is never reused for something else."
* ^experimental = false
* ^caseSensitive = true
* ^content = #complete
* #alarm "Device or session alarm"
* #alarm-priority "Alarm priority"
* #alarm-kind "Alarm kind"
* #alarm-presence "Alarm presence"
* #alarm-inactivation "Alarm inactivation state"
* #alarm-observed "Value that was observed"
* #alarm-limit "Limit that was crossed"
* #high "High priority alarm"
* #medium "Medium priority alarm"
* #low "Low priority alarm"
* #physiological "Physiological alarm"
* #technical "Technical alarm"
* #waste "Controlled substance wasted amount"
* #infusion-care "Ketamine infusion"
* #talk-therapy "Talk therapy"
* #sedation-mo-aas "Modified Observer's Assessment of Alertness/Sedation (MOAA/S)"
* #sedation-rass "Richmond Agitation-Sedation Scale (RASS)"
* #sedation-poss "Pasero Opioid-Induced Sedation Scale (POSS)"
* #dissociation-cadss-6 "Clinician-Administered Dissociative States Scale, six items (CADSS-6)"
* #comfort-nrs "Comfort, 0 to 10"
* #nausea-nrs "Nausea, 0 to 10"
* #pain-nrs "Pain, 0 to 10"
* #anxiety-nrs "Anxiety, 0 to 10"
* #recovery-aldrete-percent "Modified Aldrete score, circulation in percent"
* #recovery-aldrete-mmhg "Modified Aldrete score, circulation in mmHg"
* #recovery-padss "Post-anaesthetic discharge scoring system (PADSS)"
* #recovery-activity "Activity"
* #recovery-respiration "Breathing"
* #recovery-circulation-percent "Circulation, in percent of the baseline pressure"
* #recovery-circulation-mmhg "Circulation, in mmHg from the baseline pressure"
* #recovery-consciousness "Consciousness"
* #recovery-oxygen-saturation "Oxygen saturation"
* #recovery-vital-signs "Vital signs"
* #recovery-activity-and-mind "Activity and mind"
* #recovery-pain-and-nausea "Pain, nausea, vomiting"
* #recovery-bleeding "Bleeding"
* #recovery-fluids-and-voiding "Drinking and passing urine"
* #phq-9 "PHQ-9"
* #gad-7 "GAD-7"
* #qids-sr16 "QIDS-SR16"
* #pcl-5 "PCL-5"
* #y-bocs "Y-BOCS"
* #pain "Pain"
* #bpi "Brief Pain Inventory"
* #c-ssrs-screener "C-SSRS screener"

ValueSet: KetAlarmPriority
Id: ket-alarm-priority
Title: "Priority of an alarm"
Description: "As IEC 60601-1-8 has it."
* ^experimental = false
* $codes#high
* $codes#medium
* $codes#low

ValueSet: KetAlarmKind
Id: ket-alarm-kind
Title: "Kind of an alarm"
Description: "What an alarm is about: the patient, or the equipment."
* ^experimental = false
* $codes#physiological
* $codes#technical

ValueSet: KetAlarmPresence
Id: ket-alarm-presence
Title: "Presence of an alarm"
Description: "Whether the condition is there, is held though it has gone, was acknowledged, or is over."
* ^experimental = false
* $presence#on
* $presence#latched
* $presence#ack
* $presence#off

ValueSet: KetAlarmCondition
Id: ket-alarm-condition
Title: "Condition of an alarm"
Description: "Every condition that a safety rule raises an alarm for."
* ^experimental = false
* include codes from system $rules

ValueSet: KetRateUnits
Id: ket-rate-units
Title: "Units of a rate"
Description: "UCUM units in which the rate of an infusion is given."
* ^experimental = false
* $ucum#mg/h
* $ucum#mg/min
* $ucum#mg/kg/h
* $ucum#ug/kg/min
* $ucum#mL/h

ValueSet: KetEmittedLoinc
Id: ket-emitted-loinc
Title: "LOINC codes that are emitted"
Description: "Closed, so that a misspelt code is found without a terminology server. This material contains content from LOINC, which is copyright Regenstrief Institute, Inc. and the LOINC Committee and is available at no cost under the license at http://loinc.org/license."
* ^experimental = false
* $loinc#8867-4 "Heart rate"
* $loinc#9279-1 "Respiratory rate"
* $loinc#8310-5 "Body temperature"
* $loinc#2708-6 "Oxygen saturation in Arterial blood"
* $loinc#59408-5 "Oxygen saturation in Arterial blood by Pulse oximetry"
* $loinc#85354-9 "Blood pressure panel with all children optional"
* $loinc#8480-6 "Systolic blood pressure"
* $loinc#8462-4 "Diastolic blood pressure"
* $loinc#8478-0 "Mean blood pressure"
* $loinc#19891-1 "Carbon dioxide [Partial pressure] in Exhaled gas --at end expiration"
* $loinc#29463-7 "Body weight"
* $loinc#44261-6 "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"
* $loinc#70274-6 "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"
* $loinc#72514-3 "Pain severity - 0-10 verbal numeric rating [Score] - Reported"
* $loinc#28570-0 "Procedure note"
* $loinc#59284-0 "Consent Document"

ValueSet: KetPumpMetrics
Id: ket-pump-metrics
Title: "What a pump tells"
Description: "MDC codes of settings and measurements of an infusion pump."
* ^experimental = false
* $mdc#157784 "MDC_FLOW_FLUID_PUMP"
* $mdc#158014 "MDC_FLOW_FLUID_PUMP_CURRENT"
* $mdc#157993 "MDC_VOL_FLUID_DELIV_TOTAL"
* $mdc#157992 "MDC_VOL_FLUID_DELIV_SEGMENT"
* $mdc#157864 "MDC_VOL_FLUID_DELIV"
* $mdc#157884 "MDC_VOL_FLUID_TBI"
* $mdc#157872 "MDC_VOL_FLUID_TBI_REMAIN"
* $mdc#157760 "MDC_CONC_DRUG"

ValueSet: KetUnits
Id: ket-units
Title: "Units that are emitted"
Description: "Every UCUM unit of a quantity."
* ^experimental = false
* include codes from valueset KetRateUnits
* $ucum#mg
* $ucum#mg/kg
* $ucum#mg/mL
* $ucum#mL
* $ucum#kg
* $ucum#/min
* $ucum#mm[Hg]
* $ucum#Cel
* $ucum#%
* $ucum#{score}
* $ucum#min

Instance: mdc-to-loinc
InstanceOf: ConceptMap
Usage: #definition
* url = "https://ketamine-infusion.example.org/fhir/ConceptMap/mdc-to-loinc"
* version = "0.2.0"
* name = "MdcToLoinc"
* title = "What devices measure, as a vital sign"
* status = #draft
* description = "MDC codes that devices send to the LOINC codes they are charted under."
* group.source = "urn:iso:std:iso:11073:10101"
* group.target = "http://loinc.org"
* insert Maps(147842, MDC_ECG_HEART_RATE, 8867-4)
* insert Maps(149530, MDC_PULS_OXIM_PULS_RATE, 8867-4)
* insert Maps(149514, MDC_PULS_RATE, 8867-4)
* insert Maps(149546, MDC_PULS_RATE_NON_INV, 8867-4)
* insert Maps(150456, MDC_PULS_OXIM_SAT_O2, 59408-5)
* insert Maps(150020, MDC_PRESS_BLD_NONINV, 85354-9)
* insert Maps(150021, MDC_PRESS_BLD_NONINV_SYS, 8480-6)
* insert Maps(150022, MDC_PRESS_BLD_NONINV_DIA, 8462-4)
* insert Maps(150023, MDC_PRESS_BLD_NONINV_MEAN, 8478-0)
* insert Maps(151562, MDC_RESP_RATE, 9279-1)
* insert Maps(151570, MDC_AWAY_RESP_RATE, 9279-1)
* insert Maps(151578, MDC_TTHOR_RESP_RATE, 9279-1)
* insert Maps(151594, MDC_CO2_RESP_RATE, 9279-1)
* insert Maps(151728, MDC_AWAY_CO2_ET, 19891-1)
* insert Maps(151708, MDC_CONC_AWAY_CO2_ET, 19891-1)
* insert Maps(150364, MDC_TEMP_BODY, 8310-5)
* insert Maps(150368, MDC_TEMP_CORE, 8310-5)
* insert Maps(150392, MDC_TEMP_TYMP, 8310-5)
* insert Maps(188424, MDC_TEMP_ORAL, 8310-5)

RuleSet: Maps(source, name, target)
* group.element[+].code = #{source}
* group.element[=].display = "{name}"
* group.element[=].target.code = #{target}
* group.element[=].target.equivalence = #wider

Instance: alarm-priority-to-severity
InstanceOf: ConceptMap
Usage: #definition
* url = "https://ketamine-infusion.example.org/fhir/ConceptMap/alarm-priority-to-severity"
* version = "0.2.0"
* name = "AlarmPriorityToSeverity"
* title = "Priority of an alarm, as a severity of a detected issue"
* status = #draft
* group.source = "https://ketamine-infusion.example.org/fhir/CodeSystem/ket-codes"
* group.target = "http://hl7.org/fhir/detectedissue-severity"
* insert Severity(high, high)
* insert Severity(medium, moderate)
* insert Severity(low, low)

RuleSet: Severity(source, target)
* group.element[+].code = #{source}
* group.element[=].target.code = #{target}
* group.element[=].target.equivalence = #equivalent

Profile: KetPlan
Parent: CarePlan
Id: ket-plan
Title: "Plan of treatment"
Description: "For what, how many infusions and how far apart."
* subject only Reference(Patient)

Profile: KetTherapyRequest
Parent: ServiceRequest
Id: ket-therapy-request
Title: "Request of talk therapy"
Description: "Talk therapy that belongs to an infusion, never on its day."
* subject only Reference(Patient)
* occurrence[x] 0..1 MS

Profile: KetAppointment
Parent: Appointment
Id: ket-appointment
Title: "Appointment"
Description: "Of an infusion or of talk therapy."
* start 1..1

Extension: KetTotalDelivered
Id: ket-total-delivered
Title: "Total delivered"
Description: "What the pump has given in the whole infusion, in milligrams of base. It stands on the parent MedicationAdministration, outside dosage: the parent's segments and boluses carry the doses, and a sum over a patient's administrations must not count a milligram twice."
Context: MedicationAdministration
* value[x] 1..1
* value[x] only Quantity
* valueQuantity = 'mg'

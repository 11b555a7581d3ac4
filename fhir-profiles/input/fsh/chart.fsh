Invariant: ket-signed-by
Description: "A final or amended chart says who stands for it"
Expression: "(docStatus = 'final' or docStatus = 'amended') implies authenticator.exists()"
Severity: #error

Profile: KetChartDocument
Parent: DocumentReference
Id: ket-chart-document
Title: "Chart"
Description: "The signed chart of a session. An amendment is another document that replaces this one."
* masterIdentifier 1..1
* status 1..1
* docStatus 1..1
* type 1..1
* type.coding 1..*
* subject 1..1
* subject only Reference(Patient)
* date 1..1
* content.attachment.contentType 1..1
* obeys ket-signed-by

Profile: KetChartComposition
Parent: Composition
Id: ket-chart-composition
Title: "Chart as a document"
Description: "The first entry of the chart's document bundle."
* identifier 1..1
* subject 1..1
* subject only Reference(Patient)
* section 1..*
* section.title 1..1

Invariant: ket-exact-version
Description: "What is signed is one version of it"
Expression: "target.all(reference.contains('/_history/'))"
Severity: #error

Profile: KetSignature
Parent: Provenance
Id: ket-signature-provenance
Title: "Signature"
Description: "Who signed which version of a chart, and what the signature means."
* agent.who 1..1
* signature 1..*
* signature.data 1..1
* signature.sigFormat 1..1
* obeys ket-exact-version

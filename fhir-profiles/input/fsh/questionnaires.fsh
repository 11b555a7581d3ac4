// As the server has them. Only these two may be reproduced by anybody; of the other instruments the clinic reads its own paper, and the
// server's questionnaire says no more than what an item is about.
RuleSet: Instrument(id, name, title, about)
* id = "{id}"
* url = "https://ketamine-infusion.example.org/fhir/Questionnaire/{id}"
* version = "1"
* name = "{name}"
* title = "{title}"
* status = #active
* subjectType = #Patient
* description = "{about}. Over the last 2 weeks, how often have you been bothered by any of the following problems?"
* copyright = "Developed by Drs. Spitzer, Williams, Kroenke and colleagues. No permission is required to reproduce, translate, display or distribute it."

RuleSet: Item(number)
* item[+].linkId = "{number}"
* item[=].type = #integer
* item[=].required = false

Instance: phq-9
InstanceOf: Questionnaire
Usage: #definition
* insert Instrument(phq-9, PHQ9, PHQ-9, Depression)
* code = $loinc#44249-1
* insert Item(1)
* item[=].code = $loinc#44250-9
* item[=].text = "Little interest or pleasure in doing things"
* insert Item(2)
* item[=].code = $loinc#44255-8
* item[=].text = "Feeling down, depressed, or hopeless"
* insert Item(3)
* item[=].code = $loinc#44259-0
* item[=].text = "Trouble falling or staying asleep, or sleeping too much"
* insert Item(4)
* item[=].code = $loinc#44254-1
* item[=].text = "Feeling tired or having little energy"
* insert Item(5)
* item[=].code = $loinc#44251-7
* item[=].text = "Poor appetite or overeating"
* insert Item(6)
* item[=].code = $loinc#44258-2
* item[=].text = "Feeling bad about yourself, or that you are a failure or have let yourself or your family down"
* insert Item(7)
* item[=].code = $loinc#44252-5
* item[=].text = "Trouble concentrating on things, such as reading the newspaper or watching television"
* insert Item(8)
* item[=].code = $loinc#44253-3
* item[=].text = "Moving or speaking so slowly that other people could have noticed. Or the opposite: being so fidgety or restless that you have been moving around a lot more than usual"
* insert Item(9)
* item[=].code = $loinc#44260-8
* item[=].text = "Thoughts that you would be better off dead or of hurting yourself in some way"

Instance: gad-7
InstanceOf: Questionnaire
Usage: #definition
* insert Instrument(gad-7, GAD7, GAD-7, Anxiety)
* code = $loinc#69737-5
* insert Item(1)
* item[=].text = "Feeling nervous, anxious, or on edge"
* insert Item(2)
* item[=].text = "Not being able to stop or control worrying"
* insert Item(3)
* item[=].text = "Worrying too much about different things"
* insert Item(4)
* item[=].text = "Trouble relaxing"
* insert Item(5)
* item[=].text = "Being so restless that it is hard to sit still"
* insert Item(6)
* item[=].text = "Becoming easily annoyed or irritable"
* insert Item(7)
* item[=].text = "Feeling afraid, as if something awful might happen"

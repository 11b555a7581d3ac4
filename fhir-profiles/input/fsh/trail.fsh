Profile: KetAuditEvent
Parent: AuditEvent
Id: ket-audit-event
Title: "Who did what"
Description: "One line of a clinic's audit trail. Its id is the line's number in the clinic's chain; it is never changed."
* meta.lastUpdated 1..1
* subtype 1..1
* action 1..1
* outcome 1..1
* agent 1..1
* agent.who 1..1
* source.site 1..1
* entity 1..*
* entity.type 1..1
* obeys ket-no-values

Invariant: ket-no-values
Description: "Of what was asked for the trail keeps the names of parameters, and no values"
Expression: "entity.name.exists() implies entity.name.all(contains('=').not())"
Severity: #error

CodeSystem: KetActs
Id: ket-acts
Title: "Acts"
Description: "What people, and the trail itself, do here: the acts that the clinic's roles allow, and what needs no role."
* ^experimental = false
* ^caseSensitive = true
* ^content = #complete
* #ReadOwnAccount "see their own account"
* #ChangeOwnAccount "change their own password, keys and sign-ins"
* #LockScreen "lock their screen and come back to it"
* #ReadColleagues "see who works here"
* #WatchBoard "watch the live board"
* #ReadChart "read charts"
* #ReadDevices "see the devices"
* #ReadPatients "find and read patients"
* #RegisterPatients "enter, import and change patients"
* #PlanSession "order an infusion and plan its session"
* #Chart "chart"
* #CallEmergency "call an emergency"
* #AnswerAlarms "answer alarms"
* #AttachDevices "say which device is whose"
* #CorrectAssociation "correct whose a device was"
* #ChangeOrder "change an order"
* #VerifyOrder "check an order or prepare a dose"
* #Witness "stand as witness or second person"
* #OverrideCheckIn "let go what holds at the check-in"
* #DischargeInSpite "discharge in spite of what is missing"
* #AdjustLimits "adjust a limit"
* #HoldChair "take and hand over a chair"
* #TakeOverChair "take a chair from somebody who has not offered it"
* #AssignDuty "say who is called to alarms"
* #ManagePeople "invite people, say what they may do, and when screens lock"
* #ReadSetup "see what the clinic lacks before its first infusion"
* #DescribeClinic "name the clinic and its time zone"
* #SetUpChairs "set up rooms and chairs"
* #ManageDisplays "hang up and revoke wall displays"
* #AcceptDevices "accept a device"
* #ManageDevices "edit, refuse and retire a device"
* #ManageDeviceCredentials "make, replace and revoke devices' credentials"
* #ReadProtocols "read protocols"
* #DraftProtocol "write a protocol"
* #ApproveProtocol "approve a protocol"
* #SignChart "sign a chart and add to it"
* #LockChart "lock a chart or waive what it lacks"
* #ExportChart "take a sealed chart out of the house"
* #ReadChartKeys "read the keys that charts are sealed with"
* #ManageChartKeys "make and revoke keys"
* #ReadTrace "read what devices sent"
* #ResubmitMessages "send a refused message again"
* #ReadReports "read reports"
* #ReadShiftReport "read the report of a shift"
* #ReplaySessions "replay sessions"
* #ReadAudit "read who did what"
* #ExportAudit "take who did what out of the house"
* #ReadClients "see the EHR clients and test their keys"
* #ManageClients "register and change EHR clients"
* #RevokeClients "revoke an EHR client"
* #ReadPlans "read the calendar and plans"
* #ListPlans "list the clinic's plans"
* #LeadPlan "open, revise, review or close a plan"
* #GiveAppointments "give appointments and make offers"
* #PlanTherapy "plan talk therapy"
* #RecordTherapy "record talk therapy"
* #ReadHandOff "read the hand-off to talk therapy"
* #SetPathwayRules "set the rules of plans"
* #ReadOutcomes "read scores and safety tasks"
* #RecordOutcomes "record scores and hand out the tablet"
* #AnswerSafetyTask "answer a safety task"
* #ReadWords "read the clinic's words"
* #SetWords "write the clinic's words"
* #SignIn "sign in"
* #SignOut "sign out"
* #UseLink "use a one-time link"
* #Token "get an access token"
* #Tablet "answer on the tablet"
* #EnrolDisplay "enrol a wall display"
* #WatchWall "show the board on a wall display"
* #Support "work on the server itself"
* #Lost "lines of the trail were lost"
* #LetGo "lines of the trail were let go by their age"
* #Other "something else"

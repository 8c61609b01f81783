"""The quality department, the workforce, and how open the supplier was."""

from audits.domain.checklist import Indicator, Kind, Question, Section

QUALITY_DEPARTMENT = Section(
    "quality_department",
    "Quality department",
    (
        Question(
            code="Q1",
            text="Can the quality department stop a line or a shipment, and has it done so?",
            look="The last stop: who called it, for how long, who lifted it and on what "
            "evidence. A stop that "
            "production lifted is no stop.",
            ask="When did you last hold a truck? Who was unhappy about it?",
            enough="Date, product, person who stopped, person who released, evidence for release.",
            clause="5.3",
            feeds=Indicator.STAFFING_AUTHORITY,
            mandatory=True,
        ),
        Question(
            code="Q2",
            text="Are there enough inspectors on every shift for the inspections that are planned?",
            look="Count heads on the floor and compare with the chart and the shift plan, the night shift "
            "too. Age of lots waiting for inspection.",
            ask="How many inspections can you not do in a week like this one?",
            enough="Inspectors planned and present by shift; oldest lot waiting.",
            clause="7.1.2",
            feeds=Indicator.STAFFING_AUTHORITY,
            mandatory=True,
        ),
        Question(
            code="Q3",
            text="Does quality report to somebody who is not measured by output, and are its rejections kept?",
            look="Reporting line as people tell it, not as drawn. Rejections of the last month that were "
            "released later: by whom, and on what evidence.",
            ask="Who may overrule you, and where is it written when they do?",
            enough="Rejections looked at, overruled ones, names of functions.",
            clause="5.3",
            feeds=Indicator.STAFFING_AUTHORITY,
        ),
        Question(
            code="Q4",
            text="Do job descriptions name who releases product and who may stop it?",
            look="Organisation chart and three job descriptions; deputies when people are away.",
            ask="Who releases today in your place?",
            enough="Documents with revision; functions without a deputy.",
            clause="5.3",
            kind=Kind.PAPER,
        ),
    ),
)

WORKFORCE = Section(
    "workforce",
    "Operators' own words",
    (
        Question(
            code="W1",
            text="Can operators say in their own words what they check and what they do with a bad part?",
            look="Talk to three operators at the machine, on two shifts if you can, without their manager in "
            "front. Compare their words with the instruction.",
            ask="What could go wrong here that a customer would notice? What did you do the last time?",
            enough="Stations and what was said, near enough word for word. No names of people.",
            clause="7.3",
            feeds=Indicator.INTERVIEWS,
            mandatory=True,
        ),
        Question(
            code="W2",
            text="Would an operator stop the machine, and what happened to the last one who did?",
            look="The reaction when you ask, and a written case if there is one. Piece rates "
            "and target boards "
            "tell you what is rewarded.",
            ask="You find ten bad parts and the truck is waiting. What do you do?",
            enough="Answers by station; the last stop called by an operator.",
            clause="7.3",
            feeds=Indicator.INTERVIEWS,
        ),
        Question(
            code="W3",
            text="Was everyone at work today trained for this operation before doing it alone?",
            look="Three people at work against the skills matrix: the entry dated before their first shift "
            "there, and how it was tested. Include temporary staff.",
            ask="Who showed you this job, and how did they know that you can do it?",
            enough="Operation, date qualified, date first alone; count of temporary staff.",
            clause="7.2",
            mandatory=True,
        ),
    ),
)

OPENNESS = Section(
    "openness",
    "Openness",
    (
        Question(
            code="D1",
            text="Were the records you asked for shown on the spot, the unfavourable ones too?",
            look="Keep a list of what you asked for and how long it took. What had to be “looked for” and "
            "came the next day, freshly printed?",
            ask="Please open the log on the screen and scroll; I will choose.",
            enough="Records asked for, shown at once, shown later, not shown.",
            feeds=Indicator.DISCLOSURE,
            mandatory=True,
        ),
        Question(
            code="D2",
            text="Could you go where you wanted and talk to whom you wanted, on any shift?",
            look="Doors, halls and people that were not on the tour. Subcontracted areas under the same roof.",
            ask="May we go through that door?",
            enough="Places and people asked for and refused, with the reason given.",
            feeds=Indicator.DISCLOSURE,
        ),
        Question(
            code="D3",
            text="Did a second person and the record tell the same story about the same event?",
            look="Ask about one defect or one stop twice, at different places, and then read the record.",
            ask="Tell me about that day from the beginning.",
            enough="The event, the two accounts in a sentence each, and the record.",
            feeds=Indicator.DISCLOSURE,
        ),
        Question(
            code="D4",
            text="Has the supplier told a customer of a problem before the customer found it?",
            look="Notices sent to customers in the last year, and shipments they concerned.",
            ask="What was the last thing you told a customer that you would rather not have?",
            enough="Notice, date, date of the shipment; or that none was ever sent.",
            clause="8.2.1",
            feeds=Indicator.DISCLOSURE,
        ),
        Question(
            code="D5",
            text="Does the scope on the certificate describe the products and processes seen here today?",
            look="Certificate, its annex and the site address beside what is made in this hall. Processes "
            "bought by us that the scope does not name; clauses excluded that our part needs.",
            ask="Which of the things we saw did the certification body look at?",
            enough="Scope text against processes seen; differences.",
            clause="4.3",
            kind=Kind.PAPER,
        ),
    ),
)

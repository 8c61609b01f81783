"""Nonconforming product, traceability, subcontractors and corrective action."""

from audits.domain.checklist import Indicator, Kind, Observes, Question, Section

NONCONFORMING = Section(
    "nonconforming",
    "Where defects are caught",
    (
        Question(
            code="N1",
            text="At which stage were the defects of the last three months caught?",
            look="The supplier's own defect log, scrap tickets and rework orders, by place of detection: "
            "incoming, subassembly, in process, final. Compare the totals with the cell boards.",
            ask="Who finds most of them, the operator, the next operation or final inspection?",
            enough="Counts by stage for a stated period, recorded as a detection-stage observation.",
            clause="9.1.3",
            mandatory=True,
            observes=Observes.STAGES,
        ),
        Question(
            code="N2",
            text="Is nonconforming product marked, kept apart and out of reach?",
            look="Red bins, cages, shelves at the cell, under benches. Every part without a status is a finding.",
            ask="Where would I find the parts you rejected today?",
            enough="Places looked at, parts without status, age of the oldest undecided lot.",
            clause="8.7",
            mandatory=True,
        ),
        Question(
            code="N3",
            text="Is rework authorised, done to an instruction, and inspected again?",
            look="Three rework orders: who allowed it, which instruction, inspection result afterwards. Look "
            "for rework that happens without an order.",
            ask="What may you put right yourself, and what must you report?",
            enough="Three rework orders with instruction and re-inspection record.",
            clause="8.7",
        ),
        Question(
            code="N4",
            text="Was the customer asked before product outside the specification was shipped?",
            look="Every decision to use as is in the last six months, and the customer's written consent "
            "dated before the shipment.",
            ask="Which of our lots were discussed in this meeting?",
            enough="Decisions counted, consents found, dates.",
            clause="8.7",
        ),
        Question(
            code="N5",
            text="Do scrap and rework figures at the cell agree with those reported to management?",
            look="Count one week at one cell from tickets and bins; compare with the monthly report.",
            ask="Is scrap found during set-up counted?",
            enough="Cell, week, counted figure, reported figure.",
            clause="9.1.1",
        ),
    ),
)

TRACEABILITY = Section(
    "traceability",
    "Traceability and packing",
    (
        Question(
            code="T1",
            text="Can a label on a finished box be walked back to its heat or material lot?",
            look="Pick a box yourself. Label, work order, inspection record, material issue, receipt, mill "
            "certificate: follow each link and note the time it takes.",
            ask="Please show me, without calling anybody, where this material came from.",
            enough="Label number, each link with its document number, minutes needed, links missing.",
            clause="8.5.2",
            feeds=Indicator.TRACEABILITY,
            mandatory=True,
        ),
        Question(
            code="T2",
            text="Can one heat or material lot be followed forward to every shipment it went into?",
            look="Take a heat from the store. Quantities received, used, scrapped, in stock and shipped must add up.",
            ask="This heat turns out to be bad. Whom do you call, and when?",
            enough="Heat, quantities at each step, difference left over.",
            clause="8.5.2",
            feeds=Indicator.TRACEABILITY,
        ),
        Question(
            code="T3",
            text="Do values on mill certificates get compared with the specification, not only filed?",
            look="Three certificates: type as ordered, heat equal to the label, values inside limits, sign "
            "of a person who compared them. Ask for the last one that was refused.",
            ask="Which value on this certificate would have made you refuse it?",
            enough="Certificate numbers, the check seen, last refusal.",
            clause="8.4.2",
            feeds=Indicator.TRACEABILITY,
        ),
        Question(
            code="T4",
            text="Do packing and labelling make mix-ups hard?",
            look="Packing stations: one order at a time, label printed from the order, count "
            "reconciled, left "
            "labels destroyed. Look for stacks of loose labels and similar parts side by side.",
            ask="Tell me about the last mix-up.",
            enough="Stations seen, orders open at each, loose labels found.",
            clause="8.5.4",
        ),
    ),
)

SUBCONTRACTORS = Section(
    "subcontractors",
    "Subcontractors",
    (
        Question(
            code="S1",
            text="What did the supplier do about the last deviations of its own subcontractors?",
            look="The last three deviations: when noticed, when told, containment, cause, and whether the "
            "next lots were watched more closely.",
            ask="When did you last refuse a lot of a subcontractor, although you needed it?",
            enough="Three deviations with dates and what followed.",
            clause="8.4.2",
            feeds=Indicator.SUBCONTRACTOR_RESPONSE,
            mandatory=True,
        ),
        Question(
            code="S2",
            text="Are outside special processes (heat treatment, plating, welding, testing) verified on return?",
            look="Three lots back from outside: what was checked here, against which specification, by whom.",
            ask="How would you notice that the furnace chart belongs to another lot?",
            enough="Lots, process, check done on return, record.",
            clause="8.4.2",
            feeds=Indicator.SUBCONTRACTOR_RESPONSE,
        ),
        Question(
            code="S3",
            text="Do our requirements reach the subcontractor, and is every outside operation known to us?",
            look="Subcontract orders for our part: specification, revision, special characteristics. Compare "
            "the shipping log with the routing: does anything leave the house that we were not told of?",
            ask="Which operations of our part are not done under this roof?",
            enough="Order numbers; operations done outside, with and without our consent.",
            clause="8.4.3",
        ),
        Question(
            code="S4",
            text="Is there a current list of approved sources, with criteria and re-evaluation?",
            look="The list against three purchase orders of last month; date of the last evaluation of each.",
            ask="Who left the list last year?",
            enough="List revision; orders to sources that are not on it.",
            clause="8.4.1",
            kind=Kind.PAPER,
        ),
    ),
)

CORRECTIVE_ACTION = Section(
    "corrective_action",
    "Corrective action",
    (
        Question(
            code="C1",
            text="Are corrective actions closed more than three months ago still in place on the floor?",
            look="Choose two closed ones from the supplier's own log, not from ours. Go to the station and "
            "look for the device, the check or the changed instruction.",
            ask="What is different at this station since that complaint?",
            enough="Two actions with log number, closing date and what stands there today.",
            clause="10.2",
            mandatory=True,
        ),
        Question(
            code="C2",
            text="Do causes go further than “operator error” and say why the defect got through?",
            look="Five causes from the log: how the defect arose, why it was not caught, what in the system "
            "allowed it. Count those that end with a person, and actions that are only training.",
            ask="Would the next operator be able to make the same mistake?",
            enough="Five log numbers, how many end with a person, how many explain the escape.",
            clause="10.2",
        ),
        Question(
            code="C3",
            text="Did any defect come back within twelve months of its closed corrective action?",
            look="The log sorted by part and defect. Repeats that were given a new number count.",
            ask="Which problem are you tired of seeing?",
            enough="Repeats found out of defects looked at.",
            clause="10.2",
        ),
        Question(
            code="C4",
            text="Do internal audits report real findings from the floor, and are these closed in time?",
            look="Last year's reports: shifts and processes visited, number of findings, dates of closing. "
            "No finding in a year says more about the audits than about the floor.",
            ask="What was the most uncomfortable finding of last year?",
            enough="Audits held against plan, findings, how many closed late.",
            clause="9.2",
            kind=Kind.PAPER,
        ),
    ),
)

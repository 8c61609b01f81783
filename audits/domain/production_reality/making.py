"""Receiving, production and measuring: the questions asked from the goods-in door to the last gauge."""

from audits.domain.checklist import Indicator, Kind, Observes, Question, Section

RECEIVING = Section(
    "receiving",
    "Receiving and incoming inspection",
    (
        Question(
            code="R1",
            text="Does every material receipt of the last three months have an incoming-inspection record?",
            look="The receiving log or delivery notes of three months. Pick 30 receipts yourself, at random, "
            "then ask for the inspection record of each one.",
            ask="Who decides which receipts are inspected? Show me one that went through without.",
            enough="Receipts picked, records found, receipts under a written skip-lot plan. Record the three "
            "figures as a coverage observation; the grade is your judgement of them.",
            clause="8.4.2",
            mandatory=True,
            observes=Observes.COVERAGE,
        ),
        Question(
            code="R2",
            text="Do the incoming-inspection records hold measured results, at the sample size the plan asks for?",
            look="Three records of different materials. Compare sample size with the plan, values with the "
            "drawing or standard. Ticks only, or one value repeated, is not a measurement.",
            ask="Please measure this one again for me, the way you did it here.",
            enough="Three record numbers with planned and actual sample size.",
            clause="8.4.2",
        ),
        Question(
            code="R3",
            text="Is material kept out of production until it is released?",
            look="Store, staging area and first operation: find the status of every lot you see. Look for "
            "unreleased material at a machine.",
            ask="The line needs this lot now and the inspector is away. What happens?",
            enough="Lots looked at and their status; any lot in use without release.",
            clause="8.6",
            mandatory=True,
        ),
        Question(
            code="R4",
            text="Is there a written plan for skip-lot or dock-to-stock, by part and source, with a way back?",
            look="The plan itself: which parts, on what record of quality, and what ends the privilege.",
            ask="When did a source last lose skip-lot, and why?",
            enough="Plan number and revision; the last change made because of a defect.",
            clause="8.4.2",
            kind=Kind.PAPER,
        ),
    ),
)

PRODUCTION = Section(
    "production",
    "Production",
    (
        Question(
            code="P1",
            text="Is the drawing and work instruction at the machine the revision of the running order?",
            look="Three machines at work. Compare the revision at the machine with the order and with the "
            "document list. Look for old copies, pencil corrections and private notebooks.",
            ask="Where do you look when the number on the screen and the paper differ?",
            enough="Three machines with part, revision at the machine and revision of the order.",
            clause="7.5.3",
            mandatory=True,
        ),
        Question(
            code="P2",
            text="Is the first piece after each set-up measured and released before the run goes on?",
            look="Set-ups of the last week in the machine log against first-piece records: same count, "
            "measured values, time before the run, a second person where the plan says so.",
            ask="Show me the last first piece that failed. What was done with the parts in between?",
            enough="Set-ups counted, first-piece records found.",
            clause="8.6",
            mandatory=True,
        ),
        Question(
            code="P3",
            text="Are in-process checks done at the planned frequency, when the record says they were?",
            look="Record sheets at two stations: times, handwriting, values already filled in ahead. Stay "
            "until the next check is due.",
            ask="When is your next check, what do you measure, and what if it is out?",
            enough="Planned and found checks of one shift at two stations.",
            clause="8.5.1",
            mandatory=True,
        ),
        Question(
            code="P4",
            text="Do the parameters set on the machine lie within the process sheet?",
            look="Read five parameters from three machines and compare them with the sheet. Check who may "
            "change a program or a recipe.",
            ask="Who changed this value last, and where is that written down?",
            enough="Parameter, limit, value read, for each machine.",
            clause="8.5.1",
        ),
        Question(
            code="P5",
            text="Were the last changes of machine, material, tool, method or place released before shipping?",
            look="Move list, new tools, new material sources of the last year. For three of them: review, "
            "trial result, consent of the customers who must be asked.",
            ask="What is different today from the parts we approved?",
            enough="Three changes with the dates of release and first shipment.",
            clause="8.5.6",
            mandatory=True,
        ),
        Question(
            code="P6",
            text="Is planned maintenance of machines and tools done when due?",
            look="Plan against log for three machines and two tools; tool life counters; the breakdown list "
            "of the last quarter.",
            ask="Which maintenance did you put off last month for a delivery?",
            enough="Due and done dates for five items.",
            clause="7.1.3",
        ),
        Question(
            code="P7",
            text="Is there a control plan for our part that names characteristics, method, frequency and reaction?",
            look="The control plan against our drawing: is each special characteristic in it, with gauge, "
            "sample size and what to do when it is out?",
            ask="When did this plan last change because of a defect?",
            enough="Plan number and revision, special characteristics missing from it.",
            clause="8.1",
            kind=Kind.PAPER,
        ),
    ),
)

MEASURING = Section(
    "measuring",
    "Measuring and calibration",
    (
        Question(
            code="M1",
            text="Is every gauge in use on the floor today within its calibration?",
            look="Ten gauges that you pick from machines, benches and drawers, not from the list. Number, "
            "sticker, record, due date. Private callipers count.",
            ask="Which gauges did you use for the last lot we received?",
            enough="Gauge numbers with due dates; how many of ten were in order.",
            clause="7.1.5.2",
            feeds=Indicator.CALIBRATION,
            mandatory=True,
        ),
        Question(
            code="M2",
            text="When a gauge was found out of tolerance, was product measured with it looked at again?",
            look="The last three calibration failures, and what was decided about parts measured since the "
            "last good calibration.",
            ask="How do you know which lots this gauge was used on?",
            enough="Gauge, date found, lots reviewed, decision.",
            clause="7.1.5.2",
            feeds=Indicator.CALIBRATION,
        ),
        Question(
            code="M3",
            text="Can the measuring system tell good from bad for the critical characteristics?",
            look="Gauge R&R for two critical characteristics: done with real operators and parts across the "
            "tolerance; result against tolerance, not only against variation.",
            ask="What did you change when a study came out above 30 %?",
            enough="Characteristic, gauge, R&R in per cent of tolerance, date, operators.",
            clause="7.1.5.1",
            feeds=Indicator.CALIBRATION,
        ),
        Question(
            code="M4",
            text="Does our own measurement of finished parts agree with the supplier's record of them?",
            look="Take three finished parts whose inspection record exists. Have two characteristics of each "
            "measured in front of you, or bring them home, and compare with the record.",
            ask="May I take these three? Please show me the record first.",
            enough="Part, characteristic, value in the record, value measured again, uncertainty.",
            clause="8.6",
            feeds=Indicator.REMEASUREMENT,
            mandatory=True,
        ),
        Question(
            code="M5",
            text="Are calibration certificates traceable, with uncertainty, from laboratories competent for it?",
            look="Certificates of three reference standards: accreditation mark and scope of the laboratory, "
            "uncertainty, as-found values.",
            ask="Who reads these when they come in, and against what?",
            enough="Certificate numbers, laboratory, uncertainty against tolerance.",
            clause="7.1.5.2",
            kind=Kind.PAPER,
        ),
    ),
)

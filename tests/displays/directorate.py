"""A directorate whose objectives lead up to its department's goals and vision."""

from dataclasses import replace
from datetime import timedelta

from hub.domain.figures import Measure
from hub.snapshot.views import IssueBrief, LinkView, MapView, NoteView, PerspectiveView
from tests.displays.nodes import AMBER, GREEN, HMRC_VISION, NOW, RED, counted, kpi, objective, plate


def ims(vision: str = HMRC_VISION, illustrative: bool = True) -> MapView:
    """A directorate whose objectives lead up to its department's goals and vision."""
    made = illustrative
    note = NoteView(
        "n1",
        "Priya Nair",
        NOW - timedelta(minutes=27),
        "First-time fix fell after the handset rollout in August",
    )
    issue = IssueBrief(
        "i14", 14, "First-time fix", "doing", "Priya Nair", NOW, ("ims.first_fix",), "ims", 6, 2
    )
    missed = replace(
        kpi("ims.first_fix", RED, 71, 78, "Fixed at the first call", decimals=0, illustrative=made),
        note_count=2,
        latest_note=note,
        issues=(issue,),
    )
    late = replace(
        kpi("ims.sickness", AMBER, 7.9, 7.5, "Days lost", Measure.COUNT, illustrative=made),
        late_days=9,
        late_words="9 working days late",
    )
    nodes = (
        plate("hmrc.vision", "vision", vision, "hmrc"),
        plate(
            "hmrc.goal_entitlement",
            "plan_goal",
            "Individuals and businesses pay the tax due and receive what they are entitled to",
            "hmrc",
        ),
        plate(
            "hmrc.goal_professionalism",
            "plan_goal",
            "Improve our professionalism: customers' information, stakeholders, external impact",
            "hmrc",
        ),
        plate(
            "ims.information_security",
            "programme",
            "IMS information security",
            "ims",
            subtitle="Keeps customers' information safe",
        ),
        plate(
            "ims.service_desk_renewal",
            "programme",
            "Service desk renewal",
            "ims",
            subtitle="One place to get going again",
            illustrative=made,
        ),
        plate(
            "ims.change_portfolio",
            "programme",
            "Change portfolio",
            "ims",
            subtitle="Projects that change how we work",
            illustrative=made,
        ),
        plate(
            "ims.value_for_money",
            "programme",
            "Value for money",
            "ims",
            subtitle="More for every pound",
            illustrative=made,
        ),
        objective(
            "ims.secure_systems",
            "Ensure IT security standards are maintained",
            "performance",
            kpi("ims.security", GREEN, 98.6, 97, illustrative=made),
            kpi(
                "ims.losses",
                GREEN,
                0,
                0,
                "Losses of information",
                Measure.COUNT,
                0,
                illustrative=made,
            ),
        ),
        objective(
            "ims.live_services",
            "Run live services people can rely on",
            "performance",
            kpi("ims.availability", GREEN, 99.93, 99.9, decimals=2, illustrative=made),
            kpi(
                "ims.recovery",
                AMBER,
                839,
                840,
                "Time to recover",
                Measure.SECONDS,
                illustrative=made,
            ),
        ),
        objective(
            "ims.deliver_change",
            "Deliver change on time and within budget",
            "performance",
            kpi("ims.on_time", RED, 81, 90, decimals=0, illustrative=made),
        ),
        objective(
            "ims.live_within_budget",
            "Live within our budget",
            "performance",
            kpi("ims.budget", AMBER, 100, 100, decimals=0, illustrative=made),
        ),
        objective(
            "ims.strategic_insight",
            "Provide strategic insight and innovation",
            "customer",
            kpi("ims.insight", GREEN, 68, 65, decimals=0, illustrative=made),
        ),
        objective(
            "ims.know_needs",
            "Understand what our customers need",
            "customer",
            kpi("ims.needs", AMBER, 7.5, 7.5, "", Measure.SCORE, 1, illustrative=made),
        ),
        objective(
            "ims.simple_it",
            "Make IT simple for people to use",
            "customer",
            kpi("ims.ease", GREEN, 4.2, 4.0, "", Measure.SCORE, 1, illustrative=made),
        ),
        objective("ims.resolve_first_time", "Resolve problems the first time", "customer", missed),
        objective(
            "ims.supplier_value",
            "Deliver value for money from supplier relationships",
            "supplier",
            kpi(
                "ims.savings",
                GREEN,
                18.2,
                17,
                "Savings delivered",
                Measure.GBP_M,
                illustrative=made,
            ),
            kpi("ims.milestones", RED, 88, 90, "Milestones met", decimals=0, illustrative=made),
            kpi("ims.levels", AMBER, 97, 97, "Service levels met", decimals=0, illustrative=made),
        ),
        objective(
            "ims.build_capability",
            "Improve capability and professionalism of staff",
            "employee",
            kpi("ims.skills", GREEN, 6.1, 5, illustrative=made),
        ),
        objective(
            "ims.see_purpose",
            "Help people see how their work counts",
            "employee",
            kpi("ims.purpose", AMBER, 65, 65, decimals=0, illustrative=made),
        ),
        objective("ims.health", "Support health and attendance", "employee", late),
    )
    pairs = (
        ("hmrc.goal_entitlement", "hmrc.vision", 1, "strong"),
        ("hmrc.goal_professionalism", "hmrc.vision", 1, "strong"),
        ("ims.secure_systems", "ims.information_security", 1, "strong"),
        ("ims.information_security", "hmrc.goal_professionalism", 1, "strong"),
        ("ims.information_security", "hmrc.goal_entitlement", 1, "normal"),
        ("ims.service_desk_renewal", "hmrc.goal_professionalism", 1, "normal"),
        ("ims.change_portfolio", "hmrc.goal_entitlement", 1, "normal"),
        ("ims.value_for_money", "hmrc.goal_professionalism", 1, "normal"),
        ("ims.live_services", "ims.service_desk_renewal", 1, "normal"),
        ("ims.deliver_change", "ims.change_portfolio", 1, "strong"),
        ("ims.live_within_budget", "ims.value_for_money", 1, "normal"),
        ("ims.strategic_insight", "ims.live_services", 1, "normal"),
        ("ims.know_needs", "ims.live_services", 1, "normal"),
        ("ims.simple_it", "ims.deliver_change", 1, "normal"),
        ("ims.resolve_first_time", "ims.live_within_budget", 1, "normal"),
        ("ims.supplier_value", "ims.live_within_budget", 1, "strong"),
        ("ims.build_capability", "ims.secure_systems", 1, "strong"),
        ("ims.build_capability", "ims.supplier_value", 1, "normal"),
        ("ims.see_purpose", "ims.supplier_value", 1, "weak"),
        ("ims.health", "ims.resolve_first_time", 1, "normal"),
    )
    perspectives = (
        PerspectiveView("performance", "Performance"),
        PerspectiveView("customer", "Customer centricity"),
        PerspectiveView("supplier", "Supplier engagement"),
        PerspectiveView("employee", "Employee engagement"),
    )
    return MapView(
        unit="ims",
        unit_title="Information Management Services",
        unit_short="IMS",
        parent_title="HMRC",
        vision="To provide the most highly valued IT service in the UK",
        perspectives=counted(perspectives, nodes),
        nodes=nodes,
        links=tuple(LinkView(a, b, sign, strength) for a, b, sign, strength in pairs),
    )

"""What each kind of message is called on the reconciliation page."""

KINDS = {
    "accounts.code": "登录验证码",
    "campaigns.booked": "预约成功",
    "campaigns.moved_up": "候补排到名额",
    "campaigns.session_cancelled": "场次取消",
    "campaigns.session_changed": "场次改时间或地点",
    "campaigns.booked": "预约成功",
    "campaigns.gift_reversed": "实名发放冲销",
    "campaigns.given": "实名发放登记",
    "campaigns.moved_up": "候补排到名额",
    "campaigns.session_cancelled": "场次取消",
    "campaigns.session_changed": "场次改时间或地点",
    "campaigns.sent_back": "活动退回",
    "campaigns.booking_tomorrow": "提醒职工：明天的预约",
    "campaigns.draft_waiting": "提醒活动专员：草稿没提交",
    "campaigns.ends_with_zeros": "提醒活动专员：快结束，还有零",
    "campaigns.goods_expiring": "提醒活动专员：物资快到期",
    "campaigns.returned_waiting": "提醒活动专员：退回的没改",
    "campaigns.starts_tomorrow": "提醒活动专员：服务月明天开始",
    "campaigns.wish_undelivered": "提醒认领人：微心愿没送到",
    "membership.applicant_waiting": "提醒申请人补正",
    "membership.approved": "入会申请通过",
    "membership.delayed": "入会答复推迟",
    "membership.received": "收到入会申请",
    "membership.refused": "入会申请未通过",
    "membership.returned": "入会申请退回补正",
    "membership.reviewer_halfway": "提醒审批员：时间过半",
    "membership.reviewer_last_hour": "提醒审批员：还剩1小时",
    "membership.supervisor_late": "提醒管理员：已超时",
    "organizations.post_appointed": "岗位任命",
    "organizations.post_ended": "岗位结束",
}


def label(kind: str) -> str:
    return KINDS.get(kind, "其他消息")

"""What each kind of message is called on the reconciliation page."""

KINDS = {
    "accounts.code": "登录验证码",
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

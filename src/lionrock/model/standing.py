"""How a source stands, in words for readers: how often it changes, why it is not up to date."""

from collections.abc import Mapping

from lionrock.model.text import T

FAILURES: Mapping[str, T] = {
    "unreachable": T(
        "the server cannot be reached, or fails", "無法連接伺服器，或伺服器出錯",
        "无法连接服务器，或服务器出错",
    ),
    "timeout": T("the server is too slow", "伺服器回應太慢", "服务器响应太慢"),
    "refused": T(
        "the address may not be asked", "該網址不容許存取", "该网址不允许访问",
    ),
    "not_found": T("the file is no longer there", "檔案已不存在", "文件已不存在"),
    "throttled": T("the server asks us to wait", "伺服器要求稍後再試", "服务器要求稍后再试"),
    "used_up": T(
        "the day's budget of the service is used up", "該服務的每日限額已用完",
        "该服务的每日限额已用完",
    ),
    "too_large": T("the answer is too large", "回應過大", "响应过大"),
    "broken": T("the answer is damaged or cut off", "回應損毀或不完整", "响应损坏或不完整"),
    "wrong_type": T(
        "the answer is of another kind than expected", "回應的格式類型不符", "响应的格式类型不符",
    ),
    "answered": T("the server refuses", "伺服器拒絕請求", "服务器拒绝请求"),
    "drift": T(
        "the form of the data has changed", "數據格式已改變", "数据格式已改变",
    ),
    "count": T(
        "there is much more or less than expected", "數量與預期相差太大", "数量与预期相差太大",
    ),
    "storage": T("it could not be written to disk", "無法寫入磁碟", "无法写入磁盘"),
}  # fmt: skip
"""Label by store.live.Failure.reason."""

CADENCES: Mapping[str, T] = {
    "daily": T("daily", "每日", "每日"),
    "weekly": T("weekly", "每週", "每周"),
    "monthly": T("monthly", "每月", "每月"),
    "quarterly": T("quarterly", "每季", "每季"),
    "yearly": T("yearly", "每年", "每年"),
    "as edited": T("as edited", "隨時編修", "随时编修"),
}
"""Label by Source.cadence."""

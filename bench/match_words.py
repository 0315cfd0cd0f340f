"""Words that the invented organisations of the names task are put together from."""

PLACES = (
    "Hong Kong", "Kowloon", "Tsuen Wan", "Tuen Mun", "Causeway Bay", "Lantau", "Shenzhen",
    "Guangzhou", "Macao", "Zhongshan", "Huizhou", "Qianhai", "Lion Rock", "Victoria Harbour",
    "South China", "Greater Bay", "Beijing", "Singapore",
)  # fmt: skip
CHINESE_PLACES = (
    "香港", "九龙", "荃湾", "屯门", "铜锣湾", "大屿山", "深圳", "广州", "澳门", "中山",
    "惠州", "前海", "狮子山", "维多利亚港", "华南", "大湾区", "北京", "新加坡",
)  # fmt: skip
FIELDS = (
    "Artificial Intelligence", "Robotics", "Speech Processing", "Language Technology",
    "Medical Imaging", "Data Science", "Applied Mathematics", "Financial Engineering",
    "Smart Transport", "Microelectronics", "Quantum Information", "Digital Health",
    "Machine Learning", "Supply Chains", "Information Security", "Advanced Materials",
    "Cognitive Science", "Unmanned Systems",
)  # fmt: skip
CHINESE_FIELDS = (
    "人工智能", "机器人", "语音处理", "语言技术", "医学影像", "数据科学", "应用数学", "金融工程",
    "智慧交通", "微电子", "量子信息", "数字健康", "机器学习", "供应链", "信息安全", "先进材料",
    "认知科学", "无人系统",
)  # fmt: skip
BODIES = (
    "University", "Institute of Technology", "Research Institute", "Polytechnic", "College",
    "Laboratory", "Research Centre", "Hospital", "Academy", "Foundation", "Innovation Centre",
)  # fmt: skip
CHINESE_BODIES = (
    "大学", "理工学院", "研究院", "理工大学", "学院", "实验室", "研究中心", "医院", "科学院",
    "基金会", "创新中心",
)  # fmt: skip
CHINESE_UNITS = ("研究中心", "系", "学院", "重点实验室")
EPITHETS = ("National", "Open", "Baptist", "Metropolitan")
TRADES = (
    "AI", "Technologies", "Robotics", "Labs", "Systems", "Analytics", "Vision", "Capital",
    "Biotech", "Data",
)  # fmt: skip
FORMS = (
    "Limited", "Co., Ltd.", "Holdings Limited", "Technology Limited", "Group", "Inc.",
    "(HK) Limited", "International Limited", "",
)  # fmt: skip
CHINESE_FORMS = (
    "有限公司", "科技有限公司", "集团有限公司", "控股有限公司", "(香港)有限公司",
    "股份有限公司", "国际有限公司", "",
)  # fmt: skip
SYLLABLES = (
    "al", "bri", "cor", "dex", "el", "fen", "gra", "hy", "in", "jo", "kel", "lum", "mar", "no",
    "ori", "pex", "quan", "ri", "sta", "tor", "ul", "vex", "wi", "xen", "zo",
)  # fmt: skip
SIGNS = "华泰康宁瑞丰嘉恒信达通源盛荣兴隆鸿志远博雅思睿智慧云海山川星辰光明新锐力创科微芯联邦讯"
TAILS = ("计算机系", "人工智能实验室", "工程學院", "，香港")
SHORT = {
    "University": "Univ", "Institute": "Inst", "Technology": "Tech", "Laboratory": "Lab",
    "Research": "Res", "Limited": "Ltd", "International": "Intl", "Department": "Dept",
    "Engineering": "Eng", "Science": "Sci", "Technologies": "Tech", "Centre": "Center",
    "Hong Kong": "HK", "Foundation": "Fdn", "Artificial Intelligence": "AI", "and": "&",
}  # fmt: skip
"""What English writers shorten, and to what."""
DROPPED = (" Limited", " Co., Ltd.", " Holdings", " Ltd", " Inc.", " (HK)", " Group")

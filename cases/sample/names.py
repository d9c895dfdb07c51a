# ruff: noqa: E501 - tables, one row a line
"""Invented people's names: common given and family names of many scripts, combined at random.

A combination may by chance be somebody's name; nothing else about these people is true.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Naming(NamedTuple):
    """Names of one language: its BCP 47 code, given names of women and men, family names, what joins them."""

    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    between: str = " "
    family_first: bool = False


def _naming(language: str, women: str, men: str, families: str, between: str = " ", first: bool = False) -> Naming:
    return Naming(language, tuple(women.split()), tuple(men.split()), tuple(families.split()), between, first)


_ENGLISH = _naming(
    "en", "Alice Grace Hope Joy Ruth Sarah Tanya Zoe", "Adam Ben Carl David Ethan Noah Paul Sam",
    "Baker Brook Carter Field Hill Lane Reed Stone Wells Woods",
)  # fmt: skip
_SPANISH = _naming(
    "es", "Ana Carmen Elena Lucía Marisol Rosa Sofía Ximena", "Andrés Diego Javier José Luis Mateo Raúl Tomás",
    "Flores García Hernández López Martínez Morales Ortiz Pérez Ramírez Torres",
)  # fmt: skip
_RUSSIAN = _naming(
    "ru", "Анна Вера Дарья Елена Ирина Марина Ольга Татьяна", "Алексей Борис Виктор Дмитрий Иван Олег Павел Юрий",
    "Белых Долгих Зима Коваль Мороз Седых Сухих Черных Шевчук Юхно",
)  # fmt: skip
_UKRAINIAN = _naming(
    "uk", "Галина Ганна Зоряна Леся Марія Надія Оксана Соломія", "Андрій Богдан Василь Ігор Микола Остап Петро Тарас",
    "Бойко Гончар Захарчук Іваненко Кравець Лисенко Мельник Олійник Поліщук Шевченко",
)  # fmt: skip
_ROMANIAN = _naming(
    "ro", "Ana Doina Elena Ileana Ioana Maria Ștefania Viorica", "Andrei Gheorghe Ion Mihai Petru Radu Ștefan Vasile",
    "Ceban Ciobanu Lungu Moraru Munteanu Popa Rusu Țurcan Ursu Vieru",
)  # fmt: skip
_FILIPINO = _naming(
    "fil", "Althea Bituin Divina Jasmin Ligaya Luningning Maricel Tala", "Amado Bayani Crisanto Danilo Jomar Makisig Rommel Rico",
    "Aquino Bautista Cruz Dimaculangan Magbanua Mercado Reyes Santos Sison Villanueva",
)  # fmt: skip
_NIGERIAN = _naming(
    "en", "Adaeze Blessing Chioma Efe Funmilayo Ngozi Osarugue Ṣadé", "Chidi Emeka Femi Ikenna Olúwaṣeun Osaze Tunde Uche",
    "Abiodun Adeyemi Eze Igbinedion Nwosu Ogbeide Okafor Okonkwo Olawale Uwaifo",
)  # fmt: skip
_ARABIC = _naming(
    "ar", "آمنة أمل خديجة زينب سلمى فاطمة ليلى مريم نور هند", "أحمد إبراهيم بلال حسن خالد سالم عمر كريم محمود يوسف",
    "الأمين البصري التميمي الحداد الراشد السالم الشريف العلي القاسم النجار",
)  # fmt: skip
_VIETNAMESE = _naming(
    "vi", "Bích Hạnh Hương Lan Mai Ngọc Thảo Yến", "An Bình Dũng Hải Long Minh Phúc Tuấn",
    "Bùi Đặng Đỗ Hồ Lê Lý Nguyễn Phạm Trần Võ", " ", True,
)  # fmt: skip
_CHINESE = _naming(
    "zh-Hans", "芳 桂英 红梅 静 丽娟 敏 秀兰 雪", "波 国强 建军 军 磊 伟 小明 志强",
    "陈 黄 李 林 刘 王 吴 杨 张 赵", "", True,
)  # fmt: skip
_POLISH = _naming(
    "pl", "Agnieszka Bożena Ewa Grażyna Joanna Małgorzata Wanda Zofia", "Adam Jacek Jan Łukasz Marek Paweł Piotr Tomasz",
    "Duda Jabłoń Kowal Lis Mazur Nowak Pająk Sikora Wróbel Zając",
)  # fmt: skip
_BURMESE = _naming(
    "my", "ခင်ခင် စုစု နန်းမူ မိုးမိုး ယမင်း သီတာ", "အောင်ကို ကျော်စွာ ဇော်မင်း မင်းသူ ရဲထွန်း သန်းဇော်",
    "ဝင်း ထွန်း မြင့် လွင် ဦး အေး", " ",
)  # fmt: skip
_INDONESIAN = _naming(
    "id", "Ayu Dewi Indah Kartika Lestari Putri Ratna Sri", "Agus Bambang Budi Eko Hendra Joko Slamet Wahyu",
    "Gunawan Hidayat Kusuma Lestari Nugroho Pratama Santoso Setiawan Wibowo Wijaya",
)  # fmt: skip
_KHMER = _naming(
    "km", "សុខា ចាន់ថា ស្រីមុំ បុប្ផា រស្មី កល្យាណ", "វិចិត្រ សំណាង ពិសិដ្ឋ រតនា ដារ៉ា សុភ័ក្រ",
    "ហេង គឹម លី មាស នួន សុខ", " ", True,
)  # fmt: skip
_BENGALI = _naming(
    "bn", "আয়েশা জোহরা তাসলিমা নাসরিন রহিমা শিউলি", "আরিফ করিম জামাল রফিক শফিক হাসান",
    "আক্তার খান চৌধুরী মিয়া রহমান শেখ",
)  # fmt: skip
_HINDI = _naming(
    "hi", "अनीता कमला गीता पूजा मीना राधा सुनीता सीमा", "अनिल दीपक मोहन राजेश रमेश विजय संजय सुरेश",
    "कुमार गुप्ता चौहान यादव वर्मा शर्मा सिंह साहू",
)  # fmt: skip
_NEPALI = _naming(
    "ne", "अस्मिता कोपिला निरुता बिमला मनिषा सरिता", "किरण गणेश दिपेन्द्र प्रकाश रमेश सुरज",
    "अधिकारी तामाङ थापा राई लामा श्रेष्ठ",
)  # fmt: skip
_THAI = _naming(
    "th", "กมลา จันทร์ ดวงใจ นารี พิมพ์ มาลี วรรณา สุดา", "กิตติ ชัย ธนา ประเสริฐ มานะ วิชัย สมชาย อนันต์",
    "แก้วใส ใจดี ทองดี บุญมา พรหมศรี ศรีสุข สุขใจ อินทร์แก้ว",
)  # fmt: skip
_AMHARIC = _naming(
    "am", "ሀና ሙሉ ሰላም ብርቱካን ትዕግስት አልማዝ ዘነበች ፀሐይ", "ሀይሌ መኮንን ሰለሞን በቀለ ተስፋዬ አበበ ካሳ ዳዊት",
    "ለማ መንግሥቱ ወልደ ደስታ ገብሬ ፍቅሩ",
)  # fmt: skip
_KOREAN = _naming(
    "ko", "미경 서연 수진 영희 은주 지혜 하늘 현정", "민수 상호 성민 영수 재현 준호 진우 현우",
    "강 김 박 서 이 임 장 정 조 최", "", True,
)  # fmt: skip
_KYRGYZ = _naming(
    "ky", "Айгүл Бермет Гүлнара Жамиля Нургүл Чолпон", "Азамат Бакыт Данияр Нурлан Талант Эркин",
    "Абдыева Асанов Жумабеков Исаков Токтогулова Эсенов",
)  # fmt: skip

#: Citizenship -> how people there are named. Others are named in English.
BY_COUNTRY: Mapping[str, Naming] = {
    "USA": _ENGLISH, "MEX": _SPANISH, "GTM": _SPANISH, "COL": _SPANISH, "RUS": _RUSSIAN, "BLR": _RUSSIAN,
    "UKR": _UKRAINIAN, "MDA": _ROMANIAN, "ROU": _ROMANIAN, "PHL": _FILIPINO, "NGA": _NIGERIAN, "SYR": _ARABIC,
    "EGY": _ARABIC, "IRQ": _ARABIC, "VNM": _VIETNAMESE, "CHN": _CHINESE, "POL": _POLISH, "MMR": _BURMESE,
    "IDN": _INDONESIAN, "KHM": _KHMER, "BGD": _BENGALI, "IND": _HINDI, "NPL": _NEPALI, "THA": _THAI,
    "ETH": _AMHARIC, "KOR": _KOREAN, "KGZ": _KYRGYZ,
}  # fmt: skip
OTHER = _ENGLISH

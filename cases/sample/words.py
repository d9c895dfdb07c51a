"""Invented notes, each saying in its own language that it is invented, and places that don't exist."""

from collections.abc import Mapping

#: Language -> notes. None describes anybody.
NOTES: Mapping[str, tuple[str, ...]] = {
    "en": ("Invented example. Prefers to talk in the morning.", "Invented example. Asked about language classes."),
    "es": ("Ejemplo inventado. Prefiere hablar por la tarde.", "Ejemplo inventado. Quiere volver a estudiar."),
    "ru": ("Вымышленный пример. Удобнее говорить утром.", "Вымышленный пример. Спрашивает о курсах шитья."),
    "uk": ("Вигаданий приклад. Краще телефонувати вранці.", "Вигаданий приклад. Цікавиться курсами кухаря."),
    "ro": ("Exemplu inventat. Preferă întâlniri dimineața.", "Exemplu inventat. Întreabă despre un curs."),
    "fil": ("Gawa-gawang halimbawa. Mas gustong mag-usap sa umaga.", "Gawa-gawang halimbawa. Nais mag-aral."),
    "ar": ("مثال مختلق. تفضّل الحديث صباحًا.", "مثال مختلق. سألت عن دورة في الخياطة."),
    "vi": ("Ví dụ hư cấu. Muốn nói chuyện vào buổi sáng.", "Ví dụ hư cấu. Hỏi về lớp học nghề."),
    "zh-Hans": ("虚构示例。希望上午联系。", "虚构示例。想学一门手艺。"),
    "pl": ("Przykład zmyślony. Woli rozmawiać rano.", "Przykład zmyślony. Pyta o kurs językowy."),
    "my": ("စိတ်ကူးယဉ် ဥပမာ။ မနက်ပိုင်း ပြောလိုသည်။",),
    "id": ("Contoh rekaan. Lebih suka berbicara pagi hari.", "Contoh rekaan. Ingin belajar menjahit."),
    "km": ("ឧទាហរណ៍ប្រឌិត។ ចង់និយាយនៅពេលព្រឹក។",),
    "bn": ("কাল্পনিক উদাহরণ। সকালে কথা বলতে চান।",),
    "hi": ("काल्पनिक उदाहरण। सुबह बात करना चाहती हैं।",),
    "ne": ("काल्पनिक उदाहरण। बिहान कुरा गर्न चाहन्छिन्।",),
    "th": ("ตัวอย่างสมมติ สะดวกคุยตอนเช้า", "ตัวอย่างสมมติ สนใจเรียนทำอาหาร"),
    "am": ("የፈጠራ ምሳሌ። ጠዋት መነጋገር ትመርጣለች።",),
    "ko": ("꾸며낸 예시. 오전 연락을 원함.",),
    "ky": ("Ойдон чыгарылган мисал. Эртең менен сүйлөшкөнү жакшы.",),
}
PLACES = ("Examplebury", "Sampleton", "Testaville", "Nowhere Falls", "Port Invented")
TASKS = (
    "Call about the appointment", "Bring the forms", "Ask about the interpreter", "Check the transport",
    "Talk about the plan", "Confirm the room",
)  # fmt: skip

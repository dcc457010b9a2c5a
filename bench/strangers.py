"""People on no list, made up from a seed: names of many cultures, put together at random."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Culture(NamedTuple):
    """Given and family names of a culture, as it writes them."""

    given: Sequence[str]
    family: Sequence[str]


def _culture(given: str, family: str) -> Culture:
    return Culture(given.split(), family.split())


CULTURES: tuple[Culture, ...] = (
    _culture(
        "James Mary Robert Linda Michael Karen David "
        "Susan Brian Nancy Kevin Donna Mark Laura Paul "
        "Amy Scott Stacy Eric Carol Adam Megan Tyler Brooke Kyle Haley Dylan Kelsey Marcus Gina",
        "Smith Johnson Brown Miller Davis Wilson "
        "Anderson Taylor Thomas Moore Martin Thompson Clark "
        "Lewis Walker Hall Young King Wright Baker "
        "Carter Mitchell Turner Parker Collins Reed Cook "
        "Bell Murphy Cooper Foster Mason Holland Shaw Doyle",
    ),
    _culture(
        "José María Juan Carmen Luis Ana Carlos "
        "Rosa Miguel Lucía Pedro Elena Andrés Paula Jorge "
        "Daniela Óscar Camila Sergio Mónica Raúl Andrea "
        "Iván Julia Leandro Valeria Hugo Inés Mario",
        "García Rodríguez Martínez López Hernández González "
        "Pérez Sánchez Ramírez Torres Flores Ruiz "
        "Vargas Castro Ortiz Morales Vázquez Arango Valencia Salazar Cárdenas Zapata Quintero "
        "Mejía Ospina Herrera Navarro Romero Molina Peña",
    ),
    _culture(
        "João Ana Pedro Beatriz Tiago Inês Rafael "
        "Larissa Bruno Camila Thiago Letícia Gustavo Helena "
        "Marcelo Sônia Vítor Débora Caio Lívia",
        "Silva Santos Oliveira Souza Pereira Costa "
        "Carvalho Almeida Ferreira Ribeiro Gomes Azevedo "
        "Rocha Barbosa Cardoso Teixeira Moura Nunes Lopes Freitas",
    ),
    _culture(
        "Pierre Claire Hugues Camille Julien Chloé "
        "Antoine Margaux Benoît Élise Thierry Odile Yves "
        "Simone Alain Corinne Rémi Aurore Luc Noémie",
        "Dubois Lefebvre Moreau Laurent Girard Roux Fournier Mercier Blanc Guérin Faure Renaud "
        "Chevalier Bouvier Marchand Picard Collet Aubert Barbier Leclerc",
    ),
    _culture(
        "Hans Ursula Jürgen Heike Stefan Sabine Dirk "
        "Anke Uwe Birgit Lars Ingrid Sven Astrid Erik "
        "Karin Jan Marijke Pieter Anneke Nils Freja Magnus Solveig Piet Ben",
        "Müller Schmidt Weber Wagner Becker Hoffmann "
        "Koch Richter Wolf Krüger Jansen de\xa0Vries "
        "van\xa0Dijk Bakker Visser de\xa0Boer Larsen Hansen "
        "Olsen Berg Lindqvist Holm Nyström Dahl "
        "Kuhn Horn Boll Fuchs Kessler Brandt",
    ),
    _culture(
        "Jan Ewa Piotr Zofia Marek Hanna Tomasz "
        "Jana Pavel Petra Milan Ivana Dragan Vesna Stefan "
        "Radka Imre Ilona Gábor Zsuzsa Andrei Ioana Mihai Elena Nikola Danica",
        "Kowalski Nowak Wójcik Novák Dvořák Horvat "
        "Kovač Petrović Jovanović Nagy Szabó Tóth Popescu "
        "Ionescu Dimitrov Georgiev Marković Babić Zieliński Kučera Ilić Pavlović",
    ),
    _culture(
        "Александр Ольга Сергей Елена Дмитрий Наталья "
        "Владимир Ирина Андрей Татьяна Игорь Светлана "
        "Павел Марина Никита Ксения Тихон Милена Тарас Оксана",
        "Смирнов Иванова Кузнецов Попова Соколов "
        "Лебедева Новиков Морозова Волков Гаврилов Зайцев "
        "Павлова Орлов Макаров Фролова Белов Савченко Шевченко Бондаренко Колесник Жуков Титов",
    ),
    _culture(
        "محمد علي حسن حسين أحمد فاطمة عائشة خالد سعيد ياسين عمر يوسف زينب سمير طارق كريم ليلى "
        "مريم نادر عبدالله فكري شريف سلمى حمزة إبراهيم عبدالرحمن زكريا هدى رامي بلال",
        "الحسن حداد خوري نجار عثمان الشمري القحطاني العتيبي الدوسري المصري حسنين بركات منصور "
        "صالح العلي الخطيب شاهين الزهراني صباغ نحاس عيسى السقا الأنصاري عبدالحميد المالكي",
    ),
    _culture(
        "محمد علی حسین زهرا فاطمه رضا مهدی امیرحسین "
        "سارا نگار آرش پرهام یاسمین کیان محمدرضا مریم "
        "احمد آراد الناز سینا نیما شیرین بهرام ثنا امیرعلی پریسا",
        "محمدی حسینی احمدی کریمی موسوی رضایی مرادی "
        "جعفری حسنی مظفری رستمی صادقی قاسمی اکبری هاشمی "
        "عبدالوند نجفی طاهری یزدانی شریفی علی\u200cپور سلطانی زارع نوری اصفهانی",
    ),
    _culture(
        "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 秀英 霞 平 刚 桂英 玉兰 建华 建国 志强 "
        "秀兰 桂花 小红 文 雷 英 辰 旭 山 斌 华 颖 梅 鹏 建平 玉梅 红梅 海燕 晓东 春梅",
        "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 "
        "程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 石 金 姜",
    ),
    _culture(
        "민준 서준 도윤 예준 시우 하준 지호 준우 현우 지훈 서연 서윤 지우 하은 민서 윤서 채원 수아 "
        "영수 영호 영식 정호 성호 정훈 상현 순자 영숙 정숙 은주 미숙 경희 동현 승현 광수 철수 유진",
        "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 전 홍 고 문 양 손 배 백 허 남",
    ),
    _culture(
        "翔太 健一 直樹 大輔 拓真 陽子 美咲 結衣 花子 真理子 雄一 正樹 裕子 和也 康弘 千夏 七夏 浩",
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村 清水 高",
    ),
    _culture(
        "राहुल प्रिया अमित नेहा संजय पूजा विजय सुनीता "
        "राजेश कविता मनोज अनीता कृष्ण कमला राजु सीता हरि "
        "गीता दीपक सरिता",
        "शर्मा वर्मा सिंह गुप्ता कुमार पटेल यादव मिश्रा चौधरी "
        "शाही थापा राई अधिकारी जोशी मेहता नायर रेड्डी खन्ना",
    ),
    _culture(
        "สมชาย สมหญิง วิชัย สุดา ประเสริฐ มาลี จันทร์ ธนา อรทัย อนงค์ วีระ รัตนา",
        "ใจดี ทองสุข ศรีสุข แสงทอง บุญมา วงศ์ใหญ่ สุขสวัสดิ์ พรหมมา รุ่งเรือง",
    ),
    _culture(
        "Mehmet Ayşe Mustafa Fatma Ahmet Emine Ali "
        "Hatice Hüseyin Zeynep Levent Elif Kaan Defne Emre "
        "Okan Tolga Selin Cem Derya",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk "
        "Aydın Arslan Doğan Kılıç Çetin Kara Koç Tekin "
        "Özkan Bulut Güneş Polat Ateş",
    ),
    _culture(
        "Mohammed Ahmed Ali Hassan Yusuf Ibrahim Omar "
        "Fatima Aisha Zainab Bilal Hamza Imran Nadia "
        "Tariq Salma Khalid Amina Rashid Samira Muhammed Abdul Karim Musa",
        "Khan Hussain Ahmed Malik Sheikh Rahman "
        "Chowdhury Islam Siddiqui Qureshi Mirza Hashmi Noor "
        "Aziz Hamid Abdi Mohamed Osman Farah Warsame Sharif Karimi Amiri Haidari",
    ),
    _culture(
        "Budi Siti Agus Dewi Umar Rina Joko Putri Arif "
        "Maya Nguyễn Thị Văn Minh Linh Hùng Lan Tuấn "
        "Aung Thida Kyaw Htun Juan\xa0Miguel Maria\xa0Cristina",
        "Siregar Wijaya Santoso Hidayat Nasution Trần Lê "
        "Phạm Hoàng Phan Vũ Đặng Bùi Reyes Bautista "
        "dela\xa0Cruz Villanueva Win Oo Myint Tan Lim Wong Ong",
    ),
    _culture(
        "Kwame Ama Chinedu Ngozi Tunde Folake Abebe "
        "Almaz Juma Neema Thabo Lerato Moussa Awa Ibrahima "
        "Fatou Paul Grace Emmanuel Esther",
        "Mensah Owusu Okafor Eze Adeyemi Balogun "
        "Bekele Tesfaye Mwangi Otieno Nkosi Dlamini Diallo "
        "Traoré Camara Keïta Deng Malong Banda Phiri",
    ),
)
#: How often each culture is drawn, in the order above: as in the files of a firm in Europe or
#: America, where names of the lists' own regions are a part.
_SHARES = (9, 5, 3, 4, 5, 4, 2, 2, 2, 3, 3, 2, 2, 1, 2, 2, 2, 1)
#: Shares of names that have another given name, and one of another culture, as of mixed files.
_SECOND, _ABROAD = 0.5, 0.15


def strangers(count: int, chance: random.Random) -> Iterator[str]:
    """Yield names of people: a given name or two, then the family name."""
    for _ in range(count):
        (culture,) = chance.choices(CULTURES, _SHARES)
        names = [chance.choice(culture.given)]
        if chance.random() < _SECOND:
            names.append(chance.choice(_maybe_abroad(culture, chance).given))
        names.append(chance.choice(_maybe_abroad(culture, chance).family))
        yield " ".join(names).replace("\xa0", " ")


def _maybe_abroad(culture: Culture, chance: random.Random) -> Culture:
    return chance.choice(CULTURES) if chance.random() < _ABROAD else culture


def recombined(names: Sequence[Sequence[str]], count: int, chance: random.Random) -> Iterator[str]:
    """Yield names put together from words of several of `names`: nobody's, yet of their kind."""
    for _ in range(count):
        given, *others = (chance.choice(names) for _ in range(chance.choice((2, 2, 3))))
        yield " ".join([given[0], *(other[-1] for other in others)])

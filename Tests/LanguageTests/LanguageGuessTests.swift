import Language
import Testing

@Suite struct LanguageGuessTests {
    @Test(arguments: [
        ("The build is broken and I do not know why", "en"), ("Die Katze sitzt auf dem Dach und schläft", "de"),
        ("Le chat dort sur le toit de la maison", "fr"), ("El gato duerme en el tejado de la casa", "es"),
        ("Não sei se você já viu o gato no telhado", "pt"), ("Il gatto dorme sul tetto della casa", "it"),
        ("De kat slaapt op het dak van het huis", "nl"), ("Katten sover på taket och vill inte komma ner", "sv"),
        ("Katten sover på taget og vil ikke komme ned", "da"), ("Jeg vet ikke hva katten gjør på taket", "no"),
        ("Kissa nukkuu katolla eikä tule alas", "fi"), ("Kot śpi na dachu i nie chce zejść", "pl"),
        ("Kočka spí na střeše a nechce jít dolů", "cs"), ("Pisica doarme pe acoperiș și nu vrea să coboare", "ro"),
        ("A macska a tetőn alszik és nem akar lejönni", "hu"), ("Kedi çatıda uyuyor ve inmek istemiyor", "tr"),
        ("Kucing itu tidur di atap dan tidak mau turun", "id"), ("Con mèo ngủ trên mái nhà và không chịu xuống", "vi"),
        ("Ang pusa ay natutulog sa bubong ng bahay", "tl"), ("Billi chhat par so rahi hai aur neeche nahi aati", "hi"),
    ])
    func `Latin scripts are told by words, endings and letters`(text: String, language: String) throws {
        #expect(try Reader().analysis(text).language == language)
    }

    @Test(arguments: [
        ("明日は東京タワーに行きます", "ja"), ("今天天气很好", "zh"), ("안녕하세요 여러분", "ko"), ("Кошка спит на крыше", "ru"),
        ("Кішка спить на даху і не хоче злазити", "uk"),
        ("Котката спи на покрива и няма да слезе днес, защото ѝ е топло", "bg"),
        ("القطة تنام على السطح", "ar"), ("گربه روی پشت بام خوابیده است", "fa"), ("החתול ישן על הגג", "he"),
        ("Η γάτα κοιμάται στη στέγη", "el"), ("สวัสดีครับ", "th"), ("बिल्ली छत पर सो रही है", "hi"),
        ("পাখি উড়ে", "bn"), ("வணக்கம் உலகம்", "ta"), ("გამარჯობა", "ka"),
        ("#東京 swift and the api are here", "en"), ("東京タワーに行きました API", "ja"),
        // Words of another script speak for no language of this one, hashtags for none.
        ("Слушаю La Vie en Rose весь вечер дома один", "ru"), ("New release of the api! #東京 #大阪 #京都 #神戸", "en"),
        (String(repeating: "天", count: 65_536), "zh"),
    ])
    func `other scripts tell their language`(text: String, language: String) throws {
        #expect(try Reader().analysis(text).language == language)
    }

    @Test(arguments: [
        "omg im sooo tired rn", "LMAO U GUYS ARE CRAZY", "docker rocks", "cant believe dis", "great!!! #swift",
        "die hard is on tonight", "Beyoncé was amazing at the café",
    ])
    func `loud, short and misspelled English is English`(text: String) throws {
        #expect(try Reader().analysis(text).language == "en")
        #expect(try Reader().analysis(text).sentiment != nil)
    }

    @Test(arguments: [
        "", "...", "🎉🎉", "https://example.org", "12345", "@ada @bo", ":)", "#swift #linux", "Kubernetes",
        "kubectl",
    ])
    func `nothing to go by is unknown, and so is its sentiment`(text: String) throws {
        let analysis = try Reader().analysis(text)
        #expect(analysis.language == nil)
        #expect(analysis.sentiment == nil)
        #expect(analysis.offensive == nil)
    }

    @Test func `topics and profanity are found in any language`() throws {
        let reader = try Reader(topics: ["docker"])
        #expect(reader.analysis("docker ist kaputt und das ist shit").topics == [0])
        #expect(reader.profanity(in: "docker ist kaputt und das ist shit") == ["shit"])
    }

    @Test(arguments: [
        ("en", "en"), ("en-GB", "en"), ("EN", "en"), ("en_US", "en"), ("de", "de"), ("pt-BR", "pt"), ("zh-Hant", "zh"),
        ("fil", "fil"),
    ])
    func `a stated language holds for a text that is too short to contradict it`(
        stated: String,
        language: String
    ) throws {
        #expect(try Reader().analysis("c'est la vie", language: stated).language == language)
    }

    @Test(arguments: [
        ("明日は東京タワーに行きます", "en", "ja"), ("明日は東京タワーに行きます", "de", "ja"), ("Кошка спит на крыше", "en", "ru"),
        ("These days I was looking for a band and ended up here", "de", "en"),
        ("These days I was looking for a band and ended up here", "ja", "en"),
        ("Die Katze sitzt auf dem Dach und schläft", "fr", "de"),
    ])
    func `a text that clearly is in another language contradicts its source`(
        text: String,
        stated: String,
        language: String
    ) throws {
        #expect(try Reader().analysis(text, language: stated).language == language)
    }

    @Test(arguments: [
        ("Katten sover på taget og vil ikke komme ned", "no"), ("Die Katze sitzt auf dem Dach und schläft", "en"),
        ("O gato durme no tellado da casa", "gl"), ("これはペンです", "ja"), ("日本語", "zh"), ("Кішка спить", "ru"),
        ("Кыз китап укый", "tt"),
    ])
    func `a stated language is believed where the text may be in it, and English always in Latin script`(
        text: String,
        stated: String
    ) throws {
        #expect(try Reader().analysis(text, language: stated).language == stated)
    }

    @Test(arguments: ["und", "zxx", "qme", "qht", "qst", "art", "mis", "mul", "", "e", "english", "12", "日本"])
    func `a code that states no language leaves it to the guess`(stated: String) throws {
        #expect(try Reader().analysis("The build is broken and I do not know why", language: stated).language == "en")
    }

    @Test(arguments: [("Das ist gut", "de"), ("great", "fr"), ("すごい", nil)] as [(String, String?)])
    func `sentiment is unknown where the models do not know the language`(text: String, stated: String?) throws {
        let analysis = try Reader().analysis(text, language: stated)
        #expect(analysis.sentiment == nil)
        #expect(analysis.offensive == nil)
    }

    @Test func `a text of a hundred thousand words is guessed as well`() throws {
        let text = String(repeating: "Die Katze sitzt auf dem Dach und schläft. ", count: 12_000)
        #expect(try Reader().analysis(text).language == "de")
    }
}

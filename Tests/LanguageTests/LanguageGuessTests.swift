import Language
import Testing

@Suite struct LanguageGuessTests {
    @Test(arguments: [
        ("The build is broken and I do not know why", "en"), ("swift", "en"), ("kubectl apply", "en"),
        ("Wir haben die neue Version und sie ist nicht schnell", "de"),
        ("Je ne sais pas pourquoi le serveur est dans les nuages avec nous", "fr"),
        ("Me gusta mucho el café que sirven en la oficina", "es"),
        ("Não sei se você já viu, mas o projeto está com uma documentação muito boa", "pt"), ("明日は東京タワーに行きます", "ja"),
        ("今天天气很好", "zh"), ("안녕하세요 여러분", "ko"),
        ("Привет, как дела", "ru"), ("مرحبا بالعالم", "ar"), ("שלום עולם", "he"), ("Καλημέρα κόσμε", "el"),
        ("สวัสดีครับ", "th"), ("नमस्ते दुनिया", "hi"),
        ("#東京 swift and the api are here", "en"), ("東京タワーに行きました API", "ja"),
    ])
    func `the language is guessed`(text: String, language: String) throws {
        #expect(try Reader().analysis(text).language == language)
    }

    @Test(arguments: ["", "...", "🎉🎉", "https://example.org", "12345", "@ada @bo", ":)"])
    func `nothing to go by is unknown`(text: String) throws {
        let analysis = try Reader().analysis(text)
        #expect(analysis.language == nil)
        #expect(analysis.sentiment == nil)
        #expect(analysis.offensive == nil)
    }

    @Test(arguments: [
        ("en", "en"), ("en-GB", "en"), ("EN", "en"), ("en_US", "en"), ("de", "de"), ("pt-BR", "pt"), ("zh-Hant", "zh"),
        ("fil", "fil"),
    ])
    func `a stated language holds, whatever the text looks like`(stated: String, language: String) throws {
        #expect(try Reader().analysis("Je ne sais pas pourquoi", language: stated).language == language)
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
}

/// Lines as they come, written for these tests.
enum PostSeeds {
    static let mutator = Mutator(seeds: lines, dictionary: words)

    private static let lines = [
        #"{"id":"1","source":"x","author":"ada","time":"2017-08-29T13:08:27Z","text":"The latest DevOps Evolution!","likes":3}"#,
        #"{"text":"only \"text\" \\ \u00e9\ud83d\ude00 …","lang":"en-GB","kind":"reply","parent":"7","stream":[1,2,{"a":null}]}"#,
        #"{"created_at":"Tue Aug 29 13:08:27 +0000 2017","id":902518307445772288,"id_str":"902518307445772288","#
            + #""text":"a &amp; b &lt;3","user":{"id":7,"screen_name":"Champagnie"},"retweet_count":4,"favorite_count":0,"#
            + #""lang":"en","timestamp_ms":"1504012107131","in_reply_to_status_id_str":null}"#,
        #"{"id_str":"5","text":"RT @a: cut…","retweeted_status":{"id_str":"4","text":"cut","extended_tweet":{"full_text":"whole"}}}"#,
        #"{"id_str":"6","full_text":"see this","quoted_status_id_str":"4","created_at":"Wed Apr 06 19:13:37 +0000 2011"}"#,
        #"{"delete":{"status":{"id":1234,"id_str":"1234","user_id":3,"user_id_str":"3"}}}"#,
        ##"{"id":"mastodon:9","source":"mastodon","time":"2026-03-10 09:00:00.125+02:00","text":"#swift","url":"https://a.example/9"}"##,
        #"{"id":"12","source":"github","kind":"issue","author":"ada","author_id":583231,"time":"2026-03-10T09:00:00Z","#
            + #""title":"Crash","text":"It crashes","links":["https://a.example/","\u00e9"],"in":"owner/name","reach":12,"#
            + #""quoted":"2","thread":"owner/name#12","facts":{"state":"open","number":12},"edited_at":"2026-03-10T10:00:00Z"}"#,
        #"{"id":"b7","kind":"build","facts":{"state":"failed","duration_ms":1500,"branch":"main","severity":"high"}}"#,
        #"{"id":"f*ck","text":"f u c k this sh1t, @ada! 東京 https://a.example/b?c=d#e","replies":-1,"reposts":1.5,"raw":"{}"}"#,
    ]

    private static let words = [
        "{", "}", "[", "]", ":", ",", "null", "true", "\\u", "\\ud800", "\\udc00", "\\u0000", "{}", "[]",
        "\"text\":\"x\",",
        "\"text\":", "\"id\":", "\"id_str\":\"1\",", "\"source\":\"a b\",", "\"time\":\"", "\"created_at\":",
        "\"user\":{",
        "\"extended_tweet\":{", "\"retweeted_status\":{", "\"raw\":", "\"lang\":\"de\",", "2017-08-29T13:08:27Z",
        "1677-12-31", "2262-01-01T00:00:00Z", "&amp;", "&", "\"limit\":{}", "902518307445772288",
        "\"title\":", "\"links\":[", "\"facts\":{", "\"state\":\"closed\"", "\"kind\":\"build\",", "\"edited_at\":\"",
        "\"thread\":7,",
    ]
}

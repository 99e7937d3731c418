import Foundation
import Pipeline

/// Items and pages as a desk gives them.
enum DeskSample {
    static func item(
        _ id: String = "forum:1",
        _ text: String = "our #swift build is broken again",
        _ other: [String: Any] = [:]
    ) -> ReviewItem {
        let item: [String: Any] = [
            "id": id, "source": "forum", "author": "otis", "time": "2026-03-10T09:20:00Z", "text": text,
            "url": "https://forum.example/\(id.suffix(1))", "kind": "post", "topics": ["swift"],
            "sentiment": "negative", "isVolatile": false, "prior": 0.48, "probability": 0.83, "copies": 0,
            "reasons": [
                reason("keyword", "swift", 0.41, false), reason("sentiment", "negative", 0.07, false),
                reason("word", "build", 0.9, true), reason("author", "otis", -0.31, true),
            ],
        ]
        return decoded(item.merging(other) { $1 }.filter { !($0.value is NSNull) })
    }

    static func reason(_ what: String, _ detail: String, _ weight: Double, _ isLearned: Bool) -> [String: Any] {
        ["what": what, "detail": detail, "weight": weight, "isLearned": isLearned]
    }

    static func page(_ items: [ReviewItem], matching: Int, waiting: Int, _ other: [String: Any] = [:]) -> ReviewPage {
        let page: [String: Any] = [
            "items": items.map(object), "matching": matching, "waiting": waiting, "unranked": 0, "passedUnseen": 0,
            "held": 0,
            "snoozed": 0, "progress": progress(),
        ]
        return decoded(page.merging(other) { $1 })
    }

    static func progress(accepts: Int = 60, rejects: Int = 52, isEnough: Bool = true) -> [String: Any] {
        [
            "accepts": accepts, "rejects": rejects, "isEnough": isEnough, "right": isEnough ? 86 : 0,
            "predicted": isEnough ? 100 : 0, "above": isEnough ? 53 : 0,
        ]
    }

    /// Values of other targets are made from JSON, which they are sent as, too.
    static func decoded<Value: Decodable>(_ object: [String: Any]) -> Value {
        do {
            let data = try JSONSerialization.data(withJSONObject: object)
            return try JSONDecoder().decode(Value.self, from: data)
        } catch {
            fatalError("a sample cannot be read: \(error)")
        }
    }

    private static func object(_ item: ReviewItem) -> Any {
        (try? JSONSerialization.jsonObject(with: JSONEncoder().encode(item))) ?? [:]
    }
}

#include "core/review/label_studio.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/review/utc_time.h"

namespace descry {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr JsonLimits kLimits{
    .maxBytes = std::size_t{512} << 20, .maxDepth = 32, .maxValues = 30'000'000};

/// One control tag's answer; ids differ within a file.
OrderedJson resultOf(const char* control, const OrderedJson& value, const std::string& id) {
    return {{"id", id + "-" + control},
            {"from_name", control},
            {"to_name", "caption"},
            {"type", value.contains("text") ? "textarea" : "choices"},
            {"value", value}};
}

OrderedJson annotationOf(const Decision& decision, std::size_t task, std::size_t number) {
    const std::string id = fmt::format("t{}-a{}", task, number);
    const auto choices = [](OrderedJson chosen) { return OrderedJson{{"choices", chosen}}; };
    const auto text = [](const std::string& typed) {
        return OrderedJson{{"text", OrderedJson::array({typed})}};
    };
    OrderedJson result = OrderedJson::array();
    const std::string verdict(verdictName(decision.verdict.value_or(Verdict::Unsure)));
    result.push_back(resultOf("verdict", choices(OrderedJson::array({verdict})), id));
    if (!decision.reasons.empty()) {
        OrderedJson names = OrderedJson::array();
        for (const Reason reason : decision.reasons) names.push_back(reasonName(reason));
        result.push_back(resultOf("reasons", choices(names), id));
    }
    if (decision.edited) result.push_back(resultOf("edited", text(*decision.edited), id));
    if (!decision.note.empty()) result.push_back(resultOf("note", text(decision.note), id));
    result.push_back(resultOf("annotator", text(decision.annotator), id));
    const std::string time = utcTimeText(decision.timeMs);
    return {{"result", result},
            {"was_cancelled", false},
            {"ground_truth", decision.isAdjudication()},
            {"created_at", time},
            {"updated_at", time},
            {"lead_time", static_cast<double>(decision.durationMs) / 1000}};
}

OrderedJson taskOf(const Decision& decision, std::size_t task) {
    return {{"id", task},
            {"data",
             {{"image", decision.imagePath},
              {"source_image", decision.sourcePath},
              {"caption", decision.caption},
              {"pair", decision.pair.hex()}}},
            {"annotations", OrderedJson::array()},
            {"predictions", OrderedJson::array()}};
}

/// A task of a file that any program may have written.
class Task {
  public:
    Task(const Json& json, std::string name) : m_json(json), m_name(std::move(name)) {
        if (!m_json.is_object()) refuse("is not an object");
    }

    std::vector<Decision> decisions() const {
        const Json& data = member(m_json, "data");
        Decision pair;
        pair.imagePath = text(data, "image");
        pair.sourcePath = text(data, "source_image");
        pair.caption = text(data, "caption");
        const auto digest = digestFromHex(text(data, "pair"));
        if (!digest) refuse("\"pair\" is not a SHA-256 of 64 hexadecimal digits");
        pair.pair.digest = *digest;
        std::vector<Decision> decisions;
        for (const Json& annotation : list(m_json, "annotations")) {
            if (!annotation.is_object()) refuse("an annotation is not an object");
            if (isTrue(annotation, "was_cancelled")) continue;
            decisions.push_back(decisionOf(annotation, pair));
        }
        return decisions;
    }

  private:
    Decision decisionOf(const Json& annotation, const Decision& pair) const {
        Decision decision = pair;
        for (const Json& result : list(annotation, "result")) {
            if (!result.is_object()) refuse("a result is not an object");
            readResult(result, decision);
        }
        if (!decision.verdict) refuse("an annotation has no verdict");
        if (decision.annotator.empty()) decision.annotator = userOf(annotation);
        if (isTrue(annotation, "ground_truth")) decision.order = QueueOrder::Disagreements;
        if (const Json time = annotation.value("created_at", Json()); time.is_string()) {
            const auto timeMs = parseUtcTime(time.get<std::string>());
            if (!timeMs) refuse("\"created_at\" is no time");
            decision.timeMs = *timeMs;
        }
        if (const Json seconds = annotation.value("lead_time", Json()); seconds.is_number()) {
            decision.durationMs = millisecondsOf(seconds.get<double>());
        }
        try {
            decision.validate();
        } catch (const Error& error) {
            refuse("{}", error);
        }
        return decision;
    }

    void readResult(const Json& result, Decision& decision) const {
        const std::string control = text(result, "from_name");
        if (control == "verdict") {
            decision.verdict = verdictNamed(only(result, "choices"));
            if (!decision.verdict) refuse("the verdict is not strong, weak, reject or unsure");
        } else if (control == "reasons") {
            for (const std::string& name : texts(member(result, "value"), "choices")) {
                const auto reason = reasonNamed(name);
                if (!reason) refuse("there is no reason \"{}\"", displayable(name));
                decision.reasons.insert(*reason);
            }
        } else if (control == "edited") {
            decision.edited = only(result, "text");
        } else if (control == "note") {
            decision.note = only(result, "text");
        } else if (control == "annotator") {
            decision.annotator = only(result, "text");
        }
    }

    std::string userOf(const Json& annotation) const {
        const Json user = annotation.value("completed_by", Json());
        if (user.is_number_integer()) {
            return fmt::format("Label Studio user {}", user.get<std::int64_t>());
        }
        if (user.is_object()) return text(user, "email");
        refuse("an annotation names nobody who made it");
    }
    std::int64_t millisecondsOf(double seconds) const {
        constexpr double kMost = 1e12;
        if (!(seconds >= 0 && seconds < kMost)) refuse("\"lead_time\" is no time");
        return std::llround(seconds * 1000);
    }

    static bool isTrue(const Json& object, const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_boolean() && found->get<bool>();
    }
    const Json& member(const Json& object, const char* key) const {
        const auto found = object.find(key);
        if (found == object.end()) refuse("\"{}\" is missing", key);
        if (!found->is_object()) refuse("\"{}\" is not an object", key);
        return *found;
    }
    const Json& list(const Json& object, const char* key) const {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_array()) {
            refuse("\"{}\" is not a list", key);
        }
        return *found;
    }
    std::string text(const Json& object, const char* key) const {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_string()) {
            refuse("\"{}\" is not a text", key);
        }
        return found->get<std::string>();
    }
    /// Label Studio writes a single text as itself, several as a list.
    std::vector<std::string> texts(const Json& object, const char* key) const {
        const auto found = object.find(key);
        if (found != object.end() && found->is_string()) return {found->get<std::string>()};
        std::vector<std::string> texts;
        for (const Json& item : list(object, key)) {
            if (!item.is_string()) refuse("\"{}\" is not a list of texts", key);
            texts.push_back(item.get<std::string>());
        }
        return texts;
    }
    std::string only(const Json& result, const char* key) const {
        const std::vector<std::string> found = texts(member(result, "value"), key);
        if (found.size() != 1) refuse("\"{}\" is not one text", key);
        return found.front();
    }
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::InvalidInput,
             "{}: {}",
             m_name,
             makeError(ErrorCode::InvalidInput, format, std::forward<Args>(args)...));
    }

    const Json& m_json;
    std::string m_name;
};

std::string choiceTags(const auto& names) {
    std::string tags;
    for (const std::string& name : names) tags += fmt::format("    <Choice value=\"{}\"/>\n", name);
    return tags;
}

}  // namespace

std::string labelStudioTasks(const std::vector<const Decision*>& decisions) {
    OrderedJson tasks = OrderedJson::array();
    const Decision* before = nullptr;
    for (const Decision* decision : decisions) {
        const bool isNew = before == nullptr || before->pair != decision->pair;
        if (isNew) tasks.push_back(taskOf(*decision, tasks.size() + 1));
        OrderedJson& annotations = tasks.back().at("annotations");
        annotations.push_back(annotationOf(*decision, tasks.size(), annotations.size() + 1));
        before = decision;
    }
    return tasks.dump(1) + "\n";
}

std::string labelStudioConfig() {
    std::vector<std::string> verdicts;
    for (std::size_t i = 0; i < kNumVerdicts; ++i) {
        verdicts.emplace_back(verdictName(static_cast<Verdict>(i)));
    }
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < kNumReasons; ++i) {
        reasons.emplace_back(reasonName(static_cast<Reason>(i)));
    }
    std::string config =
        "<View>\n"
        "  <View style=\"display: flex\">\n"
        "    <Image name=\"image\" value=\"$image\"/>\n"
        "    <Image name=\"source\" value=\"$source_image\"/>\n"
        "  </View>\n"
        "  <Text name=\"caption\" value=\"$caption\"/>\n"
        "  <Choices name=\"verdict\" toName=\"caption\" choice=\"single\" required=\"true\">\n";
    config += choiceTags(verdicts);
    config +=
        "  </Choices>\n"
        "  <Choices name=\"reasons\" toName=\"caption\" choice=\"multiple\">\n";
    config += choiceTags(reasons);
    config += "  </Choices>\n";
    for (const char* field : {"edited", "note", "annotator"}) {
        config += fmt::format("  <TextArea name=\"{}\" toName=\"caption\" maxSubmissions=\"1\"/>\n",
                              field);
    }
    return config + "</View>\n";
}

std::vector<Decision> parseLabelStudioTasks(std::string_view text, std::string_view name) {
    const std::string shown = displayable(name);
    const Json tasks = parseJson(text, shown, kLimits);
    if (!tasks.is_array()) {
        fail(ErrorCode::InvalidInput, "{}: is not Label Studio's list of tasks", shown);
    }
    std::vector<Decision> decisions;
    std::size_t number = 0;
    for (const Json& task : tasks) {
        const Task read(task, fmt::format("{}: task {}", shown, ++number));
        for (Decision& decision : read.decisions()) decisions.push_back(std::move(decision));
    }
    return decisions;
}

}  // namespace descry

#include "core/synthetic/generate.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/synthetic/people.h"
#include "core/vision/encode.h"

namespace descry::synthetic {
namespace {

constexpr std::uint64_t kCameraStream = 0xca;
constexpr int kMaxPeople = 1'000'000;
constexpr std::size_t kMaxOracleQueries = 4'000;

void requireRange(std::string_view option, int value, int low, int high) {
    if (value >= low && value <= high) return;
    fail(ErrorCode::InvalidInput, "{} is {}, but must lie in {}..{}", option, value, low, high);
}

/// A file below a folder that is committed as a whole.
void writeWhole(const std::filesystem::path& path, std::string_view bytes) {
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        const int reason = errno;
        fail(writeErrorCode(reason),
             "{}: cannot be written: {}",
             displayable(path.native()),
             std::strerror(reason));
    }
}

std::string_view textOf(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Stage prepareStage(const GenerateOptions& options) {
    std::filesystem::path backgrounds = options.backgrounds;
    if (backgrounds.empty()) backgrounds = options.pack / "backgrounds";
    Stage stage{
        Studio(loadCharacter(PackFiles::read(options.pack))), readPanoramas(backgrounds), {}};
    RandomStream random(options.seed, {kCameraStream});
    stage.cameras =
        drawCameras(static_cast<std::size_t>(options.cameras), stage.panoramas.size(), random);
    return stage;
}

/// Hands out people to threads and keeps what they make, in order of people.
class Crew {
  public:
    Crew(const Stage& stage,
         const GenerateOptions& options,
         const std::filesystem::path& folder,
         const GenerateProgress& progress)
        : m_stage(stage), m_options(options), m_folder(folder), m_progress(progress) {
        m_samples.resize(static_cast<std::size_t>(options.people));
    }

    std::vector<Sample> run(const std::stop_token& stop) {
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const auto count = m_options.threads > 0 ? static_cast<unsigned>(m_options.threads) : cores;
        {
            std::vector<std::jthread> threads;
            for (unsigned i = 0; i < count; ++i) threads.emplace_back([&] { work(stop); });
        }
        if (m_failure) std::rethrow_exception(m_failure);
        if (stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped before all was rendered");
        std::vector<Sample> all;
        for (auto& samples : m_samples)
            std::move(samples.begin(), samples.end(), std::back_inserter(all));
        return all;
    }

  private:
    void work(const std::stop_token& stop) {
        try {
            for (;;) {
                const std::size_t person = m_next++;
                if (person >= m_samples.size() || stop.stop_requested() || m_hasFailed) return;
                make(person);
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_failure) m_failure = std::current_exception();
            m_hasFailed = true;
        }
    }

    void make(std::size_t person) {
        const auto id = static_cast<std::int64_t>(person) + 1;
        makePerson(m_stage,
                   m_options,
                   id,
                   splitOf(person),
                   [&](Sample sample, const Picture& picture, int quality) {
                       write(sample, picture, quality);
                       m_samples[person].push_back(std::move(sample));
                   });
        const std::lock_guard lock(m_mutex);
        ++m_numDone;
        if (m_progress) m_progress(m_numDone, m_samples.size());
    }

    std::string splitOf(std::size_t person) const {
        const auto fromEnd = static_cast<int>(m_samples.size() - person);
        if (fromEnd <= m_options.testPeople) return "test";
        return fromEnd <= m_options.testPeople + m_options.valPeople ? "val" : "train";
    }

    void write(const Sample& sample, const Picture& picture, int quality) const {
        const std::filesystem::path image = m_folder / "imgs" / sample.path;
        makeFolder(image.parent_path());
        writeWhole(image, textOf(encodeJpeg(picture.image, quality)));
        if (!m_options.masks) return;
        const std::filesystem::path mask = m_folder / maskPath(sample);
        makeFolder(mask.parent_path());
        writeWhole(
            mask, textOf(encodeGrayPng(picture.labels, picture.image.width, picture.image.height)));
    }

    const Stage& m_stage;
    const GenerateOptions& m_options;
    const std::filesystem::path& m_folder;
    const GenerateProgress& m_progress;
    std::vector<std::vector<Sample>> m_samples;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_hasFailed = false;
    std::mutex m_mutex;
    std::size_t m_numDone = 0;
    std::exception_ptr m_failure;
};

/// The split that a model would be measured on; a training split alone is measured too.
std::string_view measuredSplit(const GenerateOptions& options) {
    if (options.testPeople > 0) return "test";
    return options.valPeople > 0 ? "val" : "train";
}

void scoreOracle(const std::vector<Sample>& samples,
                 const GenerateOptions& options,
                 GenerateReport& report) {
    std::vector<OracleImage> images;
    std::vector<OracleQuery> queries;
    for (const Sample& sample : samples) {
        if (sample.split != measuredSplit(options)) continue;
        images.push_back({sample.personId, sample.visible});
        for (const Caption& caption : sample.english) {
            queries.push_back({sample.personId, caption.mentions});
        }
    }
    // Every caption is held against every image: of very many captions a part tells as much.
    const std::size_t stride = 1 + queries.size() / kMaxOracleQueries;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < queries.size(); i += stride) {
        if (kept != i) queries[kept] = std::move(queries[i]);
        ++kept;
    }
    queries.resize(kept);
    report.oracle = rankByAttributes(queries, images, options.seed);
    report.oracleImages = images.size();
}

GenerateReport summarise(const std::vector<Sample>& samples, const GenerateOptions& options) {
    GenerateReport report;
    std::set<std::string, std::less<>> words;
    report.images = samples.size();
    for (const Sample& sample : samples) {
        report.captions += sample.english.size();
        for (const Caption& caption : sample.english) {
            for (std::string& word : wordsOf(caption.text)) words.insert(std::move(word));
        }
    }
    report.vocabulary = words.size();
    scoreOracle(samples, options, report);
    return report;
}

nlohmann::ordered_json summaryJson(const GenerateOptions& options, const GenerateReport& report) {
    nlohmann::ordered_json labels = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < kNumLabels; ++i) {
        labels[std::string(labelText(static_cast<Label>(i)))] = i;
    }
    return {{"seed", options.seed},
            {"people", options.people},
            {"val_people", options.valPeople},
            {"test_people", options.testPeople},
            {"images", report.images},
            {"captions", report.captions},
            {"vocabulary", report.vocabulary},
            {"labels", std::move(labels)},
            {"oracle",
             {{"images", report.oracleImages},
              {"R@1", report.oracle.r1},
              {"R@5", report.oracle.r5},
              {"R@10", report.oracle.r10},
              {"mAP", report.oracle.meanAp}}}};
}

void writeRecords(const std::filesystem::path& folder, const std::vector<Sample>& samples) {
    std::string records = "[";
    std::string attributes;
    std::string metadata = "path,camera,time,track,person\n";
    for (const Sample& sample : samples) {
        records += records.size() > 1 ? ",\n" : "\n";
        records += publishedRecord(sample).dump();
        attributes += attributeRecord(sample).dump() + "\n";
        metadata += metadataRow(sample) + "\n";
    }
    writeWhole(folder / "reid_raw.json", records + "\n]\n");
    writeWhole(folder / "attributes.jsonl", attributes);
    writeWhole(folder / "metadata.csv", metadata);
}

}  // namespace

void GenerateOptions::validate() const {
    requireRange("people", people, 1, kMaxPeople);
    requireRange("val people", valPeople, 0, people);
    requireRange("test people", testPeople, 0, people - valPeople);
    requireRange("min images", minImages, 1, 64);
    requireRange("max images", maxImages, minImages, 64);
    requireRange("captions", captions, 1, 16);
    requireRange("cameras", cameras, 1, 64);
    requireRange("threads", threads, 0, 256);
    if (pack.empty()) fail(ErrorCode::InvalidInput, "no character pack is named");
    if (out.empty()) fail(ErrorCode::InvalidInput, "no folder to write to is named");
}

GenerateReport generateDataset(const GenerateOptions& options,
                               const GenerateProgress& progress,
                               std::stop_token stop) {
    options.validate();
    AtomicFolder folder(options.out);
    const Stage stage = prepareStage(options);
    const auto begin = std::chrono::steady_clock::now();
    makeFolder(folder.path() / "imgs");
    const std::vector<Sample> samples = Crew(stage, options, folder.path(), progress).run(stop);
    writeRecords(folder.path(), samples);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    GenerateReport report = summarise(samples, options);
    report.seconds = taken.count();
    writeWhole(folder.path() / "summary.json", summaryJson(options, report).dump(2) + "\n");
    folder.commit();
    return report;
}

}  // namespace descry::synthetic

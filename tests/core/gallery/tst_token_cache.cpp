#include <QtTest>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include <sys/resource.h>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/gallery/checksum.h"
#include "core/gallery/token_cache.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kRecordBytes = 1000;

std::vector<std::byte> tokens(int seed) {
    std::vector<std::byte> bytes(kRecordBytes);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(static_cast<std::size_t>(seed) * 37 + i * 11 + i / 256);
    }
    return bytes;
}

}  // namespace

class tst_TokenCache : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_folder;

    TokenCacheOptions options() const {
        return {.galleryFile = fs::path(m_folder->path().toStdString()) / "g.descry",
                .fingerprint = std::string(64, 'f'),
                .format = 1,
                .recordBytes = kRecordBytes,
                .maxBytes = 1 << 20};
    }
    fs::path file() const {
        return options().galleryFile.string() + ".tokens/ffffffffffffffff-1.bin";
    }
    void corrupt(std::uint64_t offset) const {
        std::fstream stream(file(), std::ios::binary | std::ios::in | std::ios::out);
        stream.seekg(static_cast<std::streamoff>(offset));
        const char old = static_cast<char>(stream.get());
        stream.seekp(static_cast<std::streamoff>(offset));
        stream.put(static_cast<char>(old ^ 1));
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void givesBackWhatWasPut() {
        const auto cache = TokenCache::open(options());
        QCOMPARE(cache->count(), 0);
        for (int i = 1; i <= 200; ++i) QVERIFY(cache->put(ItemId{i}, tokens(i)));
        for (int i = 1; i <= 200; ++i) QVERIFY(cache->get(ItemId{i}) == tokens(i));
        QVERIFY(!cache->get(ItemId{201}).has_value());
        QVERIFY(cache->contains(ItemId{200}));
        QVERIFY(!cache->contains(ItemId{201}));
        QCOMPARE(cache->count(), 200);
    }

    void keepsRecordsBetweenOpenings() {
        {
            const auto cache = TokenCache::open(options());
            for (int i = 1; i <= 130; ++i) cache->put(ItemId{i}, tokens(i));
            cache->flush();
        }
        const auto cache = TokenCache::open(options());
        QCOMPARE(cache->count(), 130);
        for (int i = 1; i <= 130; ++i) QVERIFY(cache->get(ItemId{i}) == tokens(i));
    }

    void replacesAndRemoves() {
        const auto cache = TokenCache::open(options());
        cache->put(ItemId{1}, tokens(1));
        cache->put(ItemId{1}, tokens(2));
        QCOMPARE(cache->count(), 1);
        QVERIFY(cache->get(ItemId{1}) == tokens(2));
        cache->remove(ItemId{1});
        cache->remove(ItemId{1});
        QVERIFY(!cache->get(ItemId{1}).has_value());
        const auto size = fs::file_size(file());
        cache->put(ItemId{2}, tokens(3));
        QCOMPARE(fs::file_size(file()), size);
        QCOMPARE(TokenCache::open(options())->count(), 1);
    }

    void knowsWhatContentARecordBelongsTo() {
        const auto cache = TokenCache::open(options());
        const std::string mine = sha256Hex(std::string_view("mine"));
        const std::string other = sha256Hex(std::string_view("other"));
        cache->put(ItemId{1}, tokens(1), mine);
        QVERIFY(cache->get(ItemId{1}, mine) == tokens(1));
        QVERIFY(!cache->get(ItemId{1}, other).has_value());
        QVERIFY(!cache->contains(ItemId{1}, other));
        QVERIFY(cache->get(ItemId{1}).has_value());
        QVERIFY(TokenCache::open(options())->contains(ItemId{1}, mine));
    }

    void staysWithinItsBudget() {
        TokenCacheOptions small = options();
        small.maxBytes = 20'000;
        const auto cache = TokenCache::open(small);
        int numPut = 0;
        while (cache->put(ItemId{numPut + 1}, tokens(numPut))) ++numPut;
        QVERIFY(numPut >= 5);
        QVERIFY(fs::file_size(file()) <= small.maxBytes);
        QVERIFY(!cache->put(ItemId{99}, tokens(1)));
        cache->remove(ItemId{2});
        QVERIFY(cache->put(ItemId{99}, tokens(1)));
        QVERIFY(cache->put(ItemId{1}, tokens(5)));
        QVERIFY(fs::file_size(file()) <= small.maxBytes);
    }

    void readsRecordsBeyondALoweredBudgetButAddsNone() {
        {
            const auto cache = TokenCache::open(options());
            for (int i = 1; i <= 30; ++i) cache->put(ItemId{i}, tokens(i));
            cache->remove(ItemId{30});
        }
        TokenCacheOptions small = options();
        small.maxBytes = 10'000;
        const auto cache = TokenCache::open(small);
        QVERIFY(cache->get(ItemId{29}) == tokens(29));
        QVERIFY(!cache->put(ItemId{31}, tokens(31)));
    }

    void keepsNothingWithoutABudget() {
        TokenCacheOptions none = options();
        none.maxBytes = 0;
        const auto cache = TokenCache::open(none);
        QVERIFY(!cache->put(ItemId{1}, tokens(1)));
        QVERIFY(!cache->get(ItemId{1}).has_value());
        QVERIFY(!fs::exists(file()));
    }

    void makesNoFileForAReader() {
        QVERIFY(!TokenCache::open(options())->get(ItemId{1}).has_value());
        QVERIFY(!fs::exists(file().parent_path()));
    }

    void treatsADamagedRecordAsAbsent() {
        {
            const auto cache = TokenCache::open(options());
            for (int i = 1; i <= 3; ++i) cache->put(ItemId{i}, tokens(i));
        }
        corrupt(4096 + 4096 + 500);    // the first record
        corrupt(4096 + 64 + 20);       // the second's entry
        const auto cache = TokenCache::open(options());
        QVERIFY(!cache->get(ItemId{1}).has_value());
        QVERIFY(!cache->get(ItemId{2}).has_value());
        QVERIFY(cache->get(ItemId{3}) == tokens(3));
        QVERIFY(cache->put(ItemId{1}, tokens(1)));
        QVERIFY(cache->get(ItemId{1}) == tokens(1));
    }

    void survivesAFileCutAnywhere() {
        {
            const auto cache = TokenCache::open(options());
            for (int i = 1; i <= 10; ++i) cache->put(ItemId{i}, tokens(i));
        }
        const auto full = fs::file_size(file());
        for (std::uintmax_t size = full; size > 0; size -= std::min<std::uintmax_t>(size, 997)) {
            fs::resize_file(file(), size);
            const auto cache = TokenCache::open(options());
            for (int i = 1; i <= 10; ++i) {
                const auto got = cache->get(ItemId{i});
                QVERIFY(!got || *got == tokens(i));
            }
        }
        const auto cache = TokenCache::open(options());
        QVERIFY(cache->put(ItemId{1}, tokens(1)));
        QVERIFY(cache->get(ItemId{1}) == tokens(1));
    }

    void startsAnewForAnotherModel() {
        TokenCache::open(options())->put(ItemId{1}, tokens(1));
        TokenCacheOptions other = options();
        other.fingerprint.back() = 'e';
        const auto cache = TokenCache::open(other);
        QVERIFY(!cache->get(ItemId{1}).has_value());
        QVERIFY(cache->put(ItemId{1}, tokens(2)));
        QVERIFY(cache->get(ItemId{1}) == tokens(2));
    }

    void canBeDeletedAtAnyTime() {
        const auto writer = TokenCache::open(options());
        writer->put(ItemId{1}, tokens(1));
        const auto reader = TokenCache::open(options());
        fs::remove_all(file().parent_path());
        QVERIFY(reader->get(ItemId{1}) == tokens(1));
        QVERIFY(writer->put(ItemId{2}, tokens(2)));
        QVERIFY(fs::exists(file()));
        QVERIFY(writer->get(ItemId{2}) == tokens(2));
        QVERIFY(reader->get(ItemId{2}) == tokens(2));
    }

    void showsAReaderWhatAWriterAdds() {
        const auto reader = TokenCache::open(options());
        const auto writer = TokenCache::open(options());
        QVERIFY(!reader->contains(ItemId{1}));
        writer->put(ItemId{1}, tokens(1));
        QVERIFY(reader->get(ItemId{1}) == tokens(1));
        writer->put(ItemId{1}, tokens(2));
        QVERIFY(reader->get(ItemId{1}) == tokens(2));
        writer->remove(ItemId{1});
        writer->put(ItemId{2}, tokens(3));
        QVERIFY(!reader->get(ItemId{1}).has_value() || reader->get(ItemId{1}) == tokens(2));
        QVERIFY(reader->get(ItemId{2}) == tokens(3));
        QVERIFY(!reader->put(ItemId{3}, tokens(3)));
    }

    void canBeReadFromManyThreadsWhileItIsWritten() {
        const auto writer = TokenCache::open(options());
        const auto reader = TokenCache::open(options());
        std::atomic<int> numWrong = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 2; ++t) {
                threads.emplace_back([&, t](std::stop_token stop) {
                    TokenCache& mine = t == 0 ? *writer : *reader;
                    while (!stop.stop_requested()) {
                        for (int i = 1; i <= 20; ++i) {
                            const auto got = mine.get(ItemId{i});
                            if (got && *got != tokens(i) && *got != tokens(i + 1)) ++numWrong;
                        }
                    }
                });
            }
            for (int round = 0; round < 40; ++round) {
                for (int i = 1; i <= 20; ++i) {
                    if ((round + i) % 7 == 0) writer->remove(ItemId{i});
                    writer->put(ItemId{i}, tokens(i + round % 2));
                }
            }
        }
        QCOMPARE(numWrong.load(), 0);
    }

    void staysUsableWhenTheDiskIsFull() {
        const auto cache = TokenCache::open(options());
        for (int i = 1; i <= 3; ++i) cache->put(ItemId{i}, tokens(i));
        signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit limit = before;
        limit.rlim_cur = fs::file_size(file()) + 100;
        setrlimit(RLIMIT_FSIZE, &limit);
        std::optional<ErrorCode> code;
        try {
            cache->put(ItemId{4}, tokens(4));
        } catch (const Error& error) {
            code = error.code();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(code == ErrorCode::DiskFull);
        QVERIFY(!cache->contains(ItemId{4}));
        QVERIFY(cache->get(ItemId{3}) == tokens(3));
        QVERIFY(cache->put(ItemId{5}, tokens(5)));
        QVERIFY(TokenCache::open(options())->get(ItemId{5}) == tokens(5));
    }

    void refusesARecordOfAnotherSize() {
        const auto cache = TokenCache::open(options());
        QVERIFY_THROWS_EXCEPTION(Error, cache->put(ItemId{1}, std::vector<std::byte>(10)));
    }

    void noticesEveryChangedByte() {
        std::vector<std::byte> bytes = tokens(1);
        bytes.resize(77);
        const std::uint64_t sum = checksum64(bytes, 1);
        for (std::byte& byte : bytes) {
            for (int bit = 0; bit < 8; ++bit) {
                byte ^= static_cast<std::byte>(1 << bit);
                QVERIFY(checksum64(bytes, 1) != sum);
                byte ^= static_cast<std::byte>(1 << bit);
            }
        }
        QVERIFY(checksum64(bytes, 2) != sum);
        QVERIFY(checksum64(std::span(bytes).first(76), 1) != sum);
    }
};

QTEST_GUILESS_MAIN(tst_TokenCache)
#include "tst_token_cache.moc"

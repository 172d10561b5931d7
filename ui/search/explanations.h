#pragma once
/// What is known of why items fit the query that is shown. Views say which items they show; those
/// are explained in the background, one after another, as long as they are wanted and no search is
/// running, and kept in a small cache, so that going back and forth costs nothing. Thread rule: GUI
/// thread. Failure rule: a failure is part of the reading, with what to do.

#include <QHash>
#include <QObject>
#include <QString>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/search/pair_explanation.h"
#include "ui/search/search_controller.h"

namespace descry {

/// Of one item.
struct Reading {
    enum class State {
        Absent,   ///< There is nothing to explain, or nothing to explain it with.
        Waiting,  ///< For the model, a search, or its turn.
        Ready,
        Failed,
    };

    State state = State::Absent;
    QString text;  ///< For people: why there is none yet; empty if Ready.
    std::shared_ptr<const PairExplanation> explanation;  ///< Ready only.
};

class Explanations final : public QObject {
    Q_OBJECT

  public:
    static constexpr std::size_t kMaxKept = 32;

    Explanations(ApplicationContext& context,
                 SearchController& controller,
                 QObject* parent = nullptr);

    /// The items in view, the first first. Whatever else was being read is stopped.
    void want(const std::vector<ItemDetails>& items, const MapRequest& request);
    /// Of an item, wanted or not yet known well enough to be.
    Reading reading(ItemId item) const;
    /// Forgets the failure and reads again.
    void retry(ItemId item);

  Q_SIGNALS:
    void changed();

  private:
    struct Key {
        ItemId item;
        QString text;
        MapRequest request;

        bool operator==(const Key& other) const;
    };
    struct Entry {
        Key key;
        std::shared_ptr<const PairExplanation> explanation;
        QString problem;
    };

    Key keyOf(ItemId item) const;
    const Entry* find(const Key& key) const;
    void keep(Entry entry);
    void forgetAll();
    void pause();
    void readNext();
    void read(const ItemDetails& item);
    bool isReadable(const ItemDetails& item) const;

    ApplicationContext& m_context;
    SearchController& m_controller;
    std::vector<ItemDetails> m_wanted;
    MapRequest m_request;
    std::deque<Entry> m_kept;  ///< The newest first.
    std::optional<Key> m_reading;
    std::stop_source m_stop;  ///< Of what is being read.
};

}  // namespace descry

#pragma once
/// What was removed in the Search workspace, newest last, and how to put it back: bookmarks, tags,
/// saved searches, entries of the history. Of one gallery: with another the list is empty. Thread
/// rule: GUI thread; putting back goes on in the background. Failure rule: a problem is raised as a
/// message, and what could not be put back stays in the list.

#include <QObject>
#include <QString>
#include <deque>
#include <functional>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/search/search_controller.h"

namespace descry {

struct UndoableRemoval {
    /// Off the GUI thread.
    using Restore = std::function<void(SearchSource&)>;

    QString what;  ///< "the bookmark", "the tag \"red bag\" of 3 pictures".
    Restore restore;
    std::vector<ItemId> items{};  ///< Whose facts change with it.
};

class Removals final : public QObject {
    Q_OBJECT

  public:
    static constexpr std::size_t kMaxKept = 100;

    Removals(ApplicationContext& context, SearchController& controller, QObject* parent = nullptr);

    /// After it has been removed from that gallery, which may have been closed meanwhile.
    void add(const SearchSource& source, const UndoableRemoval& removal);
    bool isEmpty() const { return m_kept.empty(); }
    /// Puts back what was removed last.
    void undo();

  Q_SIGNALS:
    void changed();
    /// Something was put back; the facts of `items` are others.
    void undone(const std::vector<descry::ItemId>& items);

  private:
    void keep(const UndoableRemoval& removal);
    bool isOpen(const SearchSource& source) const;

    ApplicationContext& m_context;
    SearchController& m_controller;
    std::deque<UndoableRemoval> m_kept;
    bool m_isUndoing = false;
};

}  // namespace descry

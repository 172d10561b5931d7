#pragma once
/// Everything at the desk that has a key, as actions. A key that is held down counts once. Thread
/// rule: GUI thread.

#include <QAction>
#include <QList>
#include <QObject>
#include <functional>
#include <map>

#include "ui/review/review_desk.h"

namespace descry {

class DeskActions final : public QObject {
    Q_OBJECT

  public:
    explicit DeskActions(ReviewDesk& desk, QObject* parent = nullptr);

    const QList<QAction*>& all() const { return m_all; }
    QAction& verdict(Verdict verdict) const { return *m_verdicts.at(verdict); }
    /// Rejects for the reason.
    QAction& reason(Reason reason) const { return *m_reasons.at(reason); }
    /// Adds the reason to what is decided next, or takes it away.
    QAction& mark(Reason reason) const { return *m_marks.at(reason); }
    QAction& edit() const { return *m_edit; }
    QAction& note() const { return *m_note; }
    QAction& back() const { return *m_back; }
    QAction& passOver() const { return *m_passOver; }

  Q_SIGNALS:
    void zoomRequested(double factor);
    void wholeRequested();

  private:
    QAction* add(const char* name, const QString& text, const char* key, std::function<void()> run);
    void addVerdicts();
    void addReasons();
    void addMoves();
    void addZoom();
    void enable();

    ReviewDesk& m_desk;
    QList<QAction*> m_all;
    QList<QAction*> m_ofPair;   ///< Need a pair.
    QList<QAction*> m_writing;  ///< Need a log that can be written.
    std::map<Verdict, QAction*> m_verdicts;
    std::map<Reason, QAction*> m_reasons;
    std::map<Reason, QAction*> m_marks;
    QAction* m_edit = nullptr;
    QAction* m_note = nullptr;
    QAction* m_back = nullptr;
    QAction* m_passOver = nullptr;
    QAction* m_undo = nullptr;
};

}  // namespace descry

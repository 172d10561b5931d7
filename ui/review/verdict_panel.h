#pragma once
/// Between the two pictures: the caption, what can be decided, the reasons, and the places where
/// the caption is edited and a note is written. Thread rule: GUI thread. Failure rule: why a key
/// was not obeyed stands under the buttons until the next pair.

#include <QWidget>
#include <map>

#include "ui/common/fixed_key.h"
#include "ui/review/caption_view.h"
#include "ui/review/desk_actions.h"
#include "ui/review/key_button.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace descry {

class VerdictPanel final : public QWidget {
    Q_OBJECT

  public:
    VerdictPanel(ReviewDesk& desk,
                 const DeskActions& actions,
                 const Theme& theme,
                 QWidget* parent = nullptr);

    void showPair();
    void editCaption();
    void editNote();
    static QList<FixedKey> fixedKeys();

  Q_SIGNALS:
    /// Keys are verdicts again.
    void editingDone();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void addCaption(QVBoxLayout* column);
    void addButtons(QVBoxLayout* column);
    void addNote(QVBoxLayout* column);
    void forgetPair();
    void showDraft();
    void showOrigin();
    void showEarlier();
    /// Keeps or forgets what stands in the editor.
    void endEditing(bool isKept);

    ReviewDesk& m_desk;
    const DeskActions& m_actions;
    const Theme& m_theme;
    CaptionView* m_caption = nullptr;
    QPlainTextEdit* m_editor = nullptr;
    QLabel* m_origin = nullptr;
    QLabel* m_earlier = nullptr;
    std::map<Verdict, KeyButton*> m_verdicts;
    std::map<Reason, KeyButton*> m_reasons;
    QLabel* m_hint = nullptr;
    QLineEdit* m_note = nullptr;
};

}  // namespace descry

#pragma once
/// The caption under review in large type. Words that a bundle takes for wrong in the image are in
/// another colour and underlined, and say so under the pointer. Thread rule: GUI thread.

#include <QTextLayout>
#include <QWidget>
#include <optional>
#include <string>
#include <vector>

#include "ui/common/theme.h"

namespace descry {

class CaptionView final : public QWidget {
    Q_OBJECT

  public:
    explicit CaptionView(const Theme& theme, QWidget* parent = nullptr);

    /// `contradictions`, 0 to 1, are by captionWords(); empty: nothing is known, or to be shown.
    void setCaption(const std::string& caption,
                    const std::vector<std::optional<float>>& contradictions = {});
    const QString& text() const { return m_text; }
    /// Those that are marked.
    QStringList markedWords() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    /// A word's letters, from the first to before the last, and what is made of it.
    struct Word {
        int begin = 0;
        int end = 0;
        std::optional<float> contradiction;
        bool isMarked() const;
    };

    QFont captionFont() const;
    /// Breaks the text into lines; gives their height.
    double layOut(QTextLayout& layout, int width) const;
    void underline(QPainter& painter, const QTextLayout& layout, const Word& word) const;
    QString tipAt(const QPoint& position) const;
    void describe();

    const Theme& m_theme;
    QString m_text;
    std::vector<Word> m_words;
};

}  // namespace descry

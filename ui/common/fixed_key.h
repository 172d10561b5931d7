#pragma once
/// A key that a control answers to by itself while it has the focus. It is no action: it cannot be
/// given another key, but the list of keys tells it. Thread rule: a value.

#include <QKeySequence>
#include <QList>
#include <QString>

namespace descry {

struct FixedKey {
    QList<QKeySequence> keys;
    QString effect;
};

}  // namespace descry

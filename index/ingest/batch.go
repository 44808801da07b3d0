package ingest

import (
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// maxSameTitle bounds how many papers of one title a record is compared with.
const maxSameTitle = 100

// batch finds, within one transaction, which papers its records are of. It
// loads all that the records could be of by two look-ups, settles them one by
// one in memory, so that records of one batch find each other, and writes each
// paper that changed once.
type batch struct {
	tx       store.Tx
	undelete bool

	byNumber map[data.Number]*work
	byID     map[data.ID]*work
	byTitle  map[string][]*work
	works    []*work // in the order in which they were met
	said     []bool  // by record: the store knew it when the batch was loaded
	outcomes []outcome
	merged   int
}

// work is one paper in hand.
type work struct {
	number  data.Number // 0 until it is written
	deleted bool
	changed bool
	paper   data.Paper
	records []data.Record
	ids     []data.ID // found in this batch
	// begun is the index of the record that began a new paper.
	begun int
	// into is the paper that this one was found to be.
	into *work
}

// now is the paper that w has become.
func (w *work) now() *work {
	for w.into != nil {
		w = w.into
	}
	return w
}

// outcome is what became of one record, and of which paper it was.
type outcome struct {
	kind
	of *work
}

type kind int

const (
	refused kind = iota
	added
	updated
	unchanged
	suppressed
)

func (b *batch) ingest(items []item) error {
	b.byNumber = make(map[data.Number]*work)
	b.byID = make(map[data.ID]*work)
	b.byTitle = make(map[string][]*work)
	b.said = make([]bool, len(items))
	b.outcomes = make([]outcome, len(items))
	if err := b.load(items); err != nil {
		return err
	}
	for i := range items {
		if items[i].rejection != nil {
			continue
		}
		if err := b.settle(i, &items[i]); err != nil {
			return err
		}
	}
	return b.put()
}

// load fetches the papers that answer to an id of the records, and those that
// have the title of one that says something new.
func (b *batch) load(items []item) error {
	var ids []data.ID
	for i := range items {
		ids = append(ids, items[i].ids...)
	}
	byID, err := b.tx.ByID(ids)
	if err != nil {
		return err
	}
	for id, entry := range byID {
		b.byID[id] = b.hold(entry)
	}
	var titles []string
	for i := range items {
		it := &items[i]
		known := b.withID(it)
		b.said[i] = len(known) == 1 && known[0].says(it.record)
		if it.title != "" && !b.said[i] {
			titles = append(titles, it.title)
		}
	}
	byTitle, err := b.tx.ByTitle(titles)
	if err != nil {
		return err
	}
	for title, entries := range byTitle {
		for _, entry := range entries {
			b.byTitle[title] = append(b.byTitle[title], b.hold(entry))
		}
	}
	return nil
}

// hold is the one work of an entry.
func (b *batch) hold(e store.Entry) *work {
	w := b.byNumber[e.Number]
	if w == nil {
		w = &work{number: e.Number, deleted: e.Deleted, paper: e.Paper, records: e.Records}
		b.byNumber[e.Number] = w
		b.works = append(b.works, w)
	}
	return w
}

// withID returns the papers that answer to an id of a record, without repetition.
func (b *batch) withID(it *item) []*work {
	var found []*work
	for _, id := range it.ids {
		if w := b.byID[id]; w != nil && !slices.Contains(found, w.now()) {
			found = append(found, w.now())
		}
	}
	return found
}

// withTitle returns the live papers that have a record's title.
func (b *batch) withTitle(it *item) []*work {
	if it.title == "" {
		return nil
	}
	same := b.byTitle[it.title]
	return same[:min(len(same), maxSameTitle)]
}

// settle finds the paper of record i and adds the record to it.
func (b *batch) settle(i int, it *item) error {
	found := b.withID(it)
	restored := false
	for _, w := range found {
		if !w.deleted {
			continue
		}
		if !b.undelete {
			b.outcomes[i] = outcome{suppressed, w}
			return nil
		}
		if err := b.tx.Restore([]data.Number{w.number}); err != nil {
			return err
		}
		w.deleted, restored = false, true
	}
	if len(found) == 1 && !restored && (b.said[i] && !found[0].changed || found[0].says(it.record)) {
		b.outcomes[i] = outcome{unchanged, found[0]}
		return nil
	}
	target, err := b.target(i, it, found)
	if err != nil {
		return err
	}
	target.add(it.record)
	target.ids = append(target.ids, it.ids...)
	for _, id := range it.ids {
		b.byID[id] = target
	}
	for _, w := range b.withTitle(it) {
		if w = w.now(); w == target {
			continue
		}
		if reason, same := data.SamePaper(target.paper, w.paper); same {
			if target, err = b.join(target, w, reason); err != nil {
				return err
			}
		}
	}
	if it.title != "" && !slices.Contains(b.byTitle[it.title], target) {
		b.byTitle[it.title] = append(b.byTitle[it.title], target)
	}
	return nil
}

// target is the paper that record i is to be added to, and notes the outcome:
// the one that the papers with its ids make together, else the first that the
// title rule finds, else a new one.
func (b *batch) target(i int, it *item, found []*work) (*work, error) {
	if len(found) == 0 {
		for _, w := range b.withTitle(it) {
			if _, same := data.SamePaper(it.record.Paper, w.now().paper); same {
				found = append(found, w.now())
				break
			}
		}
	}
	if len(found) == 0 {
		w := &work{begun: i}
		b.works = append(b.works, w)
		b.outcomes[i] = outcome{added, w}
		return w, nil
	}
	target := found[0]
	for _, w := range found[1:] {
		var err error
		if target, err = b.join(target, w, "ids of one record: "+string(it.record.Paper.ID)); err != nil {
			return nil, err
		}
	}
	b.outcomes[i] = outcome{updated, target}
	return target, nil
}

// join makes two papers one: the one stored first, or met first.
func (b *batch) join(v, w *work, reason string) (*work, error) {
	into, from := v, w
	if from.number != 0 && (into.number == 0 || from.number < into.number) {
		into, from = from, into
	}
	if from.number == 0 {
		b.outcomes[from.begun].kind = updated
	} else {
		if err := b.tx.Merge(from.number, into.number, reason); err != nil {
			return nil, err
		}
		b.merged++
	}
	into.records = append(into.records, from.records...)
	into.ids = append(into.ids, from.ids...)
	into.paper, into.changed = data.Merge(into.records), true
	from.into = into
	return into, nil
}

// put writes what changed.
func (b *batch) put() error {
	var writes []store.Write
	for _, w := range b.works {
		if w.into != nil || !w.changed {
			continue
		}
		if w.number == 0 {
			number, err := b.tx.Create()
			if err != nil {
				return err
			}
			w.number = number
		}
		writes = append(writes, store.Write{Number: w.number, Paper: w.paper, Records: w.records, Aliases: w.ids})
	}
	return b.tx.Put(writes)
}

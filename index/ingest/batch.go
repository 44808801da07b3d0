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
	// foreign are ids that records claim and other papers hold.
	foreign []data.ID
	// apart are papers that this one is known not to be, as far as they are in hand.
	apart        []*work
	apartNumbers []data.Number
	// joins are merges of records into this paper, to be remembered.
	joins []store.Merge
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

// newBatch is for so many records.
func newBatch(tx store.Tx, records int) *batch {
	return &batch{
		tx:       tx,
		byNumber: make(map[data.Number]*work),
		byID:     make(map[data.ID]*work),
		byTitle:  make(map[string][]*work),
		said:     make([]bool, records),
		outcomes: make([]outcome, records),
	}
}

func (b *batch) ingest(items []item) error {
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

// load fetches the papers that answer to an id of the records, those that they are
// known not to be, and those that have the title of one that says something new.
func (b *batch) load(items []item) error {
	var ids []data.ID
	for i := range items {
		ids = append(ids, items[i].ids...)
		if items[i].detailID != "" {
			ids = append(ids, items[i].detailID)
		}
	}
	byID, err := b.tx.ByID(ids)
	if err != nil {
		return err
	}
	for id, entry := range byID {
		b.byID[id] = b.hold(entry)
	}
	if err := b.loadApart(); err != nil {
		return err
	}
	var titles []string
	for i := range items {
		it := &items[i]
		b.tellApart(it)
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
	b.linkApart()
	return nil
}

// loadApart holds the papers that those in hand are known not to be.
func (b *batch) loadApart() error {
	var missing []data.Number
	for _, w := range b.works {
		for _, number := range w.apartNumbers {
			if b.byNumber[number] == nil {
				missing = append(missing, number)
			}
		}
	}
	if len(missing) > 0 {
		entries, err := b.tx.ByNumber(missing)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			b.hold(entry)
		}
	}
	b.linkApart()
	return nil
}

func (b *batch) linkApart() {
	for _, w := range b.works {
		for _, number := range w.apartNumbers {
			if other := b.byNumber[number]; other != nil && !slices.Contains(w.apart, other) {
				w.apart = append(w.apart, other)
			}
		}
	}
}

// hold is the one work of an entry.
func (b *batch) hold(e store.Entry) *work {
	w := b.byNumber[e.Number]
	if w == nil {
		w = &work{number: e.Number, deleted: e.Deleted, paper: e.Paper, records: e.Records, foreign: e.Foreign, apartNumbers: e.Apart}
		b.byNumber[e.Number] = w
		b.works = append(b.works, w)
	}
	return w
}

// put writes what changed, and why records became part of it.
func (b *batch) put() error {
	var writes []store.Write
	var joins []store.Merge
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
		writes = append(writes, store.Write{Number: w.number, Paper: w.paper, Records: w.records, Aliases: w.ids, Foreign: w.foreign})
		for _, join := range w.joins {
			join.Into = w.number
			joins = append(joins, join)
		}
	}
	if err := b.tx.Put(writes); err != nil {
		return err
	}
	for _, join := range joins {
		if err := b.tx.Merge(join); err != nil {
			return err
		}
	}
	return nil
}

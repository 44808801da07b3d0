package ingest

import (
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// maxSameTitle bounds the number of papers with the same title that a record is compared with.
const maxSameTitle = 100

// batch resolves records to papers within one transaction. It loads all candidate papers
// with two look-ups, resolves the records one by one in memory, so that records of the same
// batch find each other, and writes each changed paper once.
type batch struct {
	tx       store.Tx
	undelete bool

	byNumber map[data.Number]*work
	byID     map[data.ID]*work
	byTitle  map[string][]*work
	works    []*work // in the order in which they were loaded or created
	said     []bool  // by record: the store already had it when the batch was loaded
	outcomes []outcome
	merged   int
}

// work is a paper of a batch.
type work struct {
	number  data.Number // 0 until the paper is stored
	deleted bool
	changed bool
	paper   data.Paper
	records []data.Record
	ids     []data.ID // found in this batch
	// foreign are ids that records claim and other papers hold.
	foreign []data.ID
	// apart lists those papers of the batch that are known to be different from this one.
	apart        []*work
	apartNumbers []data.Number
	// joins lists the merges of records into this paper, to be stored.
	joins []store.Merge
	// begun is the index of the record that created the paper, if it is new.
	begun int
	// into is the paper that this one was merged into, if any.
	into *work
}

// current returns the paper that w was merged into, or w.
func (w *work) current() *work {
	for w.into != nil {
		w = w.into
	}
	return w
}

// outcome says what became of a record, and which paper it belongs to.
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

// newBatch returns a batch for a number of records.
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
		if err := b.resolve(i, &items[i]); err != nil {
			return err
		}
	}
	return b.put()
}

// load loads the papers that have an id of the records, the papers that these are known to be
// different from, and the papers with the title of a record that says something new.
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
		b.avoidSameContentID(it)
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

// loadApart loads the papers that those of the batch are known to be different from.
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

// hold returns the work of an entry, which it creates if necessary.
func (b *batch) hold(e store.Entry) *work {
	w := b.byNumber[e.Number]
	if w == nil {
		w = &work{number: e.Number, deleted: e.Deleted, paper: e.Paper, records: e.Records, foreign: e.Foreign, apartNumbers: e.Apart}
		b.byNumber[e.Number] = w
		b.works = append(b.works, w)
	}
	return w
}

// put writes the changed papers, and the reasons why records were merged into them.
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
	if err := put(b.tx, writes); err != nil {
		return err
	}
	for _, join := range joins {
		if err := b.tx.Merge(join); err != nil {
			return err
		}
	}
	return nil
}

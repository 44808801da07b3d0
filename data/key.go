package data

// sourceFile is the source of records from a file that belongs to no known
// collection: two such files are two sources.
const sourceFile = "file"

// RecordKey names a record among those of one paper: a later record of the same
// key takes its place. It is the source and the source's id; the file, where that
// is all that is known of the source; and the day of a daily list, which may show
// one paper twice.
type RecordKey struct {
	Source   string `json:"source"`
	Location string `json:"location,omitempty"`
	ID       ID     `json:"id"`
	Featured Date   `json:"featured,omitzero"`
}

// Key is the key of r.
func (r *Record) Key() RecordKey {
	key := RecordKey{Source: r.Origin.Source, ID: r.Paper.ID, Featured: r.Paper.Featured}
	if key.Source == sourceFile {
		key.Location = r.Origin.Location
	}
	return key
}

// Keys are the keys of records.
func Keys(records []Record) []RecordKey {
	keys := make([]RecordKey, len(records))
	for i := range records {
		keys[i] = records[i].Key()
	}
	return keys
}

// Origin is the key without the day: what all records that one source has given of
// one of its papers have in common.
func (k RecordKey) Origin() RecordKey {
	k.Featured = Date{}
	return k
}

package data

// sourceFile is the source of records from a file that belongs to no known collection. Two
// such files are different sources.
const sourceFile = "file"

// RecordKey identifies a record among those of a paper: a later record with the same key
// replaces it. The key is the source and its id of the paper. It includes the file if that is
// all that is known about the source, and the day of a daily list, since such a list may show
// a paper twice.
type RecordKey struct {
	Source   string `json:"source"`
	Location string `json:"location,omitempty"`
	ID       ID     `json:"id"`
	Featured Date   `json:"featured,omitzero"`
}

// Key returns the key of r.
func (r *Record) Key() RecordKey {
	key := RecordKey{Source: r.Origin.Source, ID: r.Paper.ID, Featured: r.Paper.Featured}
	if key.Source == sourceFile {
		key.Location = r.Origin.Location
	}
	return key
}

// Keys returns the keys of records.
func Keys(records []Record) []RecordKey {
	keys := make([]RecordKey, len(records))
	for i := range records {
		keys[i] = records[i].Key()
	}
	return keys
}

// Origin returns the key without the day. All records that a source has of one of its papers
// have the same Origin.
func (k RecordKey) Origin() RecordKey {
	k.Featured = Date{}
	return k
}

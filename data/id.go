package data

// ID names a paper as "scheme:rest": "arxiv:2203.03850", "arxiv:math/0211159",
// "doi:10.1000/x", "acl:2020.acl-main.1", "pb:" and 16 hex digits of a content
// hash. An ID made by ParseID is canonical: two spellings of one id are equal.
type ID string

// ParseID (id.go), TitleKey and Fold (fold.go), Merge (merge.go), Validate
// (validate.go), ContentID are being written; signatures below.

package sqlite

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"errors"
	"sync"

	"modernc.org/sqlite"

	"paperboy/data/store"
)

// seal encrypts a list's key for reading so that whoever has its key for editing can read it,
// and nobody else: AES-256-GCM, the nonce before the text, under a hash of the editing key that
// is not the one by which that key is looked up. 130 random bits need no slower hash.
func seal(edit, read store.ListKey) ([]byte, error) {
	gcm, err := sealing(edit)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize())
	rand.Read(nonce)
	return gcm.Seal(nonce, nonce, []byte(read), nil), nil
}

var errSealed = errors.New("the key for reading cannot be unsealed")

// unseal is the key that seal was given.
func unseal(edit store.ListKey, sealed []byte) (store.ListKey, error) {
	gcm, err := sealing(edit)
	if err != nil {
		return "", err
	}
	if len(sealed) < gcm.NonceSize() {
		return "", errSealed
	}
	read, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], nil)
	if err != nil {
		return "", errSealed
	}
	return store.ListKey(read), nil
}

func sealing(edit store.ListKey) (cipher.AEAD, error) {
	key := sha256.Sum256([]byte("paperboy key for reading\x00" + edit))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// registerSeal lets a migration seal keys. SQLite's driver keeps functions for the whole
// process.
var registerSeal = sync.OnceValue(func() error {
	return sqlite.RegisterScalarFunction("paperboy_seal", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		edit, ok := args[0].(string)
		read, ok2 := args[1].(string)
		if !ok || !ok2 {
			return nil, nil // a list that lacks its key for editing: check reports it
		}
		return seal(store.ListKey(edit), store.ListKey(read))
	})
})

//! Unlocking: a locked file as it would be without its lock.
//!
//! Files open with a password that is text, but those of RC4 and 128-bit AES may be
//! locked with bytes that are no text ("é" in PDFDocEncoding). Such a file is unlocked
//! here, object by object, each byte in its place, so that all that tells places
//! stays true (ISO 32000-1, 7.6.2): what is shorter without its lock ends in spaces.

use aes::Aes128;
use aes::cipher::{BlockDecrypt as _, KeyInit as _};
use hayro_interpret::hayro_syntax::object::{Dict, FromBytes as _, ObjectIdentifier};
use md5::{Digest as _, Md5};

use super::locked::rc4;
use super::unpack;

/// A way to lock strings or streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    /// Not locked at all.
    Plain,
    Rc4,
    Aes,
}

/// What unlocks a file.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub bytes: Vec<u8>,
    pub streams: Cipher,
    pub strings: Cipher,
}

/// A copy of a file without its lock.
pub(super) fn unlocked(file: &[u8], key: &Key) -> Vec<u8> {
    let mut out = file.to_vec();
    for at in memchr::memmem::find_iter(file, ENCRYPT) {
        let end = at + ENCRYPT.len();
        if !file.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            out[at..end].copy_from_slice(OTHERWISE);
        }
    }
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&file[from..], b"obj").map(|at| from + at) {
        from = at + b"obj".len();
        let before = &file[at.saturating_sub(HEAD)..at];
        if let Some(id) = unpack::number(before).filter(|_| !before.ends_with(b"end")) {
            from = object(&mut out, from, key, id);
        }
    }
    out
}

const ENCRYPT: &[u8] = b"/Encrypt";
/// A key of the same length that nobody asks for.
const OTHERWISE: &[u8] = b"/Encrypx";
/// The number of an object stands in so many bytes.
const HEAD: usize = 32;

/// Unlocks the object that begins at a place; the place behind it.
fn object(file: &mut [u8], begin: usize, key: &Key, id: ObjectIdentifier) -> usize {
    let mut at = begin;
    while let Some(&byte) = file.get(at) {
        match byte {
            b'(' => {
                let (bytes, end) = literal(file, at);
                write_literal(&mut file[at..end], &decrypted(key, key.strings, id, &bytes));
                at = end;
            }
            b'<' if file.get(at + 1) == Some(&b'<') => at += 2,
            b'<' => {
                let end = memchr::memchr(b'>', &file[at..]).map_or(file.len(), |end| at + end + 1);
                let bytes = unpack::hexadecimal(&file[at + 1..end]);
                write_hexadecimal(&mut file[at..end], &decrypted(key, key.strings, id, &bytes));
                at = end;
            }
            b'%' => at = memchr::memchr2(b'\n', b'\r', &file[at..]).map_or(file.len(), |end| at + end),
            b'e' if file[at..].starts_with(b"endobj") => return at + b"endobj".len(),
            b's' if file[at..].starts_with(b"stream") => return stream(file, begin, at, key, id),
            _ => at += 1,
        }
    }
    at
}

/// Unlocks a stream whose dictionary begins at `begin` and ends at `at`; the place behind it.
fn stream(file: &mut [u8], begin: usize, at: usize, key: &Key, id: ObjectIdentifier) -> usize {
    let dict = &file[begin..at];
    // A table of places is never locked, and what names its own cipher names the one that does nothing.
    let plain = [b"/XRef".as_slice(), b"/Crypt"].iter().any(|word| memchr::memmem::find(dict, word).is_some());
    let data = unpack::stream_data(&file[at + b"stream".len()..], Dict::from_bytes(dict.trim_ascii_start()).as_ref());
    let (from, to) = (at + b"stream".len() + data.start, at + b"stream".len() + data.end);
    if !plain {
        let own = &mut file[from..to];
        let words = decrypted(key, key.streams, id, own);
        let length = words.len().min(own.len());
        own[..length].copy_from_slice(&words[..length]);
        own[length..].fill(b' ');
    }
    to
}

/// Bytes without their lock (algorithm 1).
fn decrypted(key: &Key, cipher: Cipher, id: ObjectIdentifier, bytes: &[u8]) -> Vec<u8> {
    let salt: &[u8] = if cipher == Cipher::Aes { b"sAlT" } else { b"" };
    let (number, generation) = (id.obj_number.to_le_bytes(), id.gen_number.to_le_bytes());
    let hash = Md5::digest([&key.bytes, &number[..3], &generation[..2], salt].concat());
    match cipher {
        Cipher::Plain => bytes.to_vec(),
        Cipher::Rc4 => {
            let mut out = bytes.to_vec();
            rc4(&hash[..hash.len().min(key.bytes.len() + 5)], &mut out);
            out
        }
        Cipher::Aes => aes(&Aes128::new(&hash), bytes),
    }
}

/// Blocks that each hide the one after; the first is random, and the last tells how much of it is filled up.
fn aes(cipher: &Aes128, bytes: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 16;
    let mut out = Vec::with_capacity(bytes.len());
    for (before, own) in bytes.chunks_exact(BLOCK).zip(bytes.chunks_exact(BLOCK).skip(1)) {
        let mut block = aes::Block::clone_from_slice(own);
        cipher.decrypt_block(&mut block);
        out.extend(block.iter().zip(before).map(|(byte, hidden)| byte ^ hidden));
    }
    let filled = out.last().map_or(0, |&byte| usize::from(byte));
    if (1..=BLOCK).contains(&filled) {
        out.truncate(out.len().saturating_sub(filled));
    }
    out
}

/// The bytes of a string that opens with a bracket at a place, and the place behind it (7.3.4.2).
fn literal(file: &[u8], begin: usize) -> (Vec<u8>, usize) {
    let mut out = Vec::new();
    let (mut depth, mut at) = (0, begin);
    while let Some(&byte) = file.get(at) {
        at += 1;
        match byte {
            b'(' if at == begin + 1 => {}
            b'(' => {
                depth += 1;
                out.push(byte);
            }
            b')' if depth == 0 => break,
            b')' => {
                depth -= 1;
                out.push(byte);
            }
            b'\\' => {
                let (escaped, length) = escape(&file[at..]);
                out.extend(escaped);
                at += length;
            }
            b'\r' => {
                at += usize::from(file.get(at) == Some(&b'\n'));
                out.push(b'\n');
            }
            _ => out.push(byte),
        }
    }
    (out, at)
}

/// What stands behind a backslash, and how long that is.
fn escape(rest: &[u8]) -> (Option<u8>, usize) {
    match rest {
        [b'n', ..] => (Some(b'\n'), 1),
        [b'r', ..] => (Some(b'\r'), 1),
        [b't', ..] => (Some(b'\t'), 1),
        [b'b', ..] => (Some(8), 1),
        [b'f', ..] => (Some(12), 1),
        [b'\r', b'\n', ..] => (None, 2),
        [b'\r' | b'\n', ..] => (None, 1),
        [b'0'..=b'7', ..] => {
            let digits = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte));
            let (code, length) =
                digits.fold((0_u32, 0), |(code, length), &digit| (code * 8 + u32::from(digit - b'0'), length + 1));
            (Some(code as u8), length)
        }
        [other, ..] => (Some(*other), 1),
        [] => (None, 0),
    }
}

/// Writes a string over a longer one, with spaces behind it; an empty one where it does not fit.
fn write_literal(place: &mut [u8], bytes: &[u8]) {
    let mut out = vec![b'('];
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
    write(place, if out.len() <= place.len() { &out } else { b"()" });
}

fn write_hexadecimal(place: &mut [u8], bytes: &[u8]) {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    write(place, format!("<{digits}>").as_bytes());
}

fn write(place: &mut [u8], bytes: &[u8]) {
    if bytes.len() <= place.len() {
        let (own, rest) = place.split_at_mut(bytes.len());
        own.copy_from_slice(bytes);
        rest.fill(b' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_and_written_in_place() {
        let file = br"(a\(b\)(c)\\\101\
d) rest";
        let (bytes, end) = literal(file, 0);
        assert_eq!((bytes.as_slice(), &file[end..]), (&b"a(b)(c)\\Ad"[..], &b" rest"[..]));
        let mut place = *b"(123456789)";
        write_literal(&mut place, b"a)b");
        assert_eq!(&place, b"(a\\)b)     ");
        write_literal(&mut place, b"((((((((((");
        assert_eq!(&place, b"()         ");
        let mut place = *b"<0a0B0>";
        write_hexadecimal(&mut place, &[1, 2]);
        assert_eq!(&place, b"<0102> ");
        assert_eq!(literal(b"(open \\", 0), (b"open ".to_vec(), 7));
    }

    #[test]
    fn blocks_are_unlocked_as_nist_shows() {
        // NIST SP 800-38A, F.2.2: CBC-AES128, the first block; what it is filled up with is not told by it.
        let bytes = |hex: &str| unpack::hexadecimal(hex.as_bytes());
        let cipher = Aes128::new_from_slice(&bytes("2b7e151628aed2a6abf7158809cf4f3c")).expect("a key of 16 bytes");
        let locked = bytes("000102030405060708090a0b0c0d0e0f7649abac8119b246cee98e9b12e9197d");
        assert_eq!(aes(&cipher, &locked), bytes("6bc1bee22e409f96e93d7e117393172a"));
        assert_eq!(aes(&cipher, b"short"), b"");
    }
}

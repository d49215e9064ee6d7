//! Locked files: what can be known of an encrypted file before it is opened.
//!
//! ISO 32000-1, 7.6.3: a file opens with its user password. Where RC4 or 128-bit AES
//! locks it, the owner's password does not open it but gives the user's, which the
//! file holds locked with the owner's, and the key can be made of the user's. Streams
//! of objects are unlocked one by one, so that what they hold is measured before all
//! of them are unpacked.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, FromBytes as _, MaybeRef, Name, ObjectIdentifier, Stream, String as PdfString,
};
use md5::{Digest as _, Md5};

use super::unlock::{Cipher, Key};
use super::unpack::{self, Packed};

/// How a file is locked.
pub(crate) struct Lock<'f> {
    rule: Dict<'f>,
    id: Option<Array<'f>>,
}

/// Ends of a file that are looked at: each change appended to it has one.
const TRAILERS: usize = 16;

impl<'f> Lock<'f> {
    /// The lock of a file; `None` where none is seen.
    pub fn of(file: &'f [u8]) -> Option<Self> {
        const KEY: &[u8] = b"/Encrypt";
        // Searching forwards is much the faster.
        let named: Vec<usize> = memchr::memmem::find_iter(file, KEY).collect();
        for &at in named.iter().rev().take(TRAILERS) {
            let from = at.saturating_sub(TRAILER_BYTES);
            let around = &file[from..at];
            let opens = ["trailer", "obj"]
                .iter()
                .filter_map(|word| Some(memchr::memmem::rfind(around, word.as_bytes())? + word.len()));
            let dicts = opens.filter_map(|open| Dict::from_bytes(file[from + open..].trim_ascii_start()));
            let locked = dicts.filter_map(|dict: Dict<'f>| {
                let rule = match dict.get_raw::<Dict<'f>>(KEY_NAME)? {
                    MaybeRef::NotRef(rule) => rule,
                    MaybeRef::Ref(rule) => object(file, rule.into())?,
                };
                Some(Self { rule, id: dict.get::<Array<'f>>(b"ID") })
            });
            if let Some(lock) = locked.into_iter().next() {
                return Some(lock);
            }
        }
        None
    }

    /// The revision of the standard security handler.
    pub fn revision(&self) -> Option<u8> {
        self.rule.get::<u8>(b"R")
    }

    /// The revision, where it is one that locks with RC4 or 128-bit AES, and the bytes of its key.
    fn older(&self) -> Option<(u8, usize)> {
        let revision = self.revision().filter(|revision| (2..=4).contains(revision))?;
        let length = match self.rule.get::<u8>(b"V")? {
            1 => 5,
            4 => 16,
            _ => usize::from(self.rule.get::<u16>(b"Length").unwrap_or(40) / 8).clamp(1, 16),
        };
        Some((revision, length))
    }

    /// What unlocks the file, algorithms 2 and 6; `None` where a password is not the user's.
    pub fn key(&self, password: &[u8]) -> Option<Key> {
        let (revision, length) = self.older()?;
        let (owner, user) = (self.rule.get::<PdfString<'_>>(b"O")?, self.rule.get::<PdfString<'_>>(b"U")?);
        let id = self.id.as_ref().and_then(|id| id.iter::<PdfString<'_>>().next());
        let id = id.as_ref().map_or(&[][..], |id| id.as_bytes());
        // The permissions are 32 bits, written with a sign or without one.
        let allowed = (self.rule.get::<i64>(b"P")? as u32).to_le_bytes();
        let named = revision < 4 || self.rule.get::<bool>(b"EncryptMetadata").unwrap_or(true);
        let more: &[u8] = if named { &[] } else { &[0xff; 4] };
        let mut hash = Md5::digest([&padded(password), owner.as_bytes(), &allowed, id, more].concat());
        let times = if revision > 2 { 50 } else { 0 };
        (0..times).for_each(|_| hash = Md5::digest(&hash[..length]));
        let key = &hash[..length];
        let mut seen = PADDING.to_vec();
        if revision > 2 {
            seen = Md5::digest([&PADDING, id].concat()).to_vec();
        }
        for turn in 0..if revision > 2 { 20 } else { 1 } {
            rc4(&key.iter().map(|byte| byte ^ turn).collect::<Vec<u8>>(), &mut seen);
        }
        let [streams, strings] = [b"StmF".as_slice(), b"StrF"].map(|which| self.cipher(which));
        user.as_bytes().starts_with(&seen).then(|| Key { bytes: key.to_vec(), streams, strings })
    }

    /// How streams or strings are locked.
    fn cipher(&self, which: &[u8]) -> Cipher {
        if self.rule.get::<u8>(b"V") != Some(4) {
            return Cipher::Rc4;
        }
        let filters = self.rule.get::<Dict<'_>>(b"CF");
        let name = self.rule.get::<Name<'_>>(which);
        let own = filters.zip(name).and_then(|(filters, name)| filters.get::<Dict<'_>>(&*name));
        match own.and_then(|own| own.get::<Name<'_>>(b"CFM")).as_deref() {
            Some(b"V2") => Cipher::Rc4,
            Some(b"AESV2") => Cipher::Aes,
            _ => Cipher::Plain,
        }
    }

    /// The user password that the owner's gives, algorithm 7; another password gives bytes that open nothing.
    pub fn user_password(&self, owner: &[u8]) -> Option<Vec<u8>> {
        let (revision, length) = self.older()?;
        let mut hash = Md5::digest(padded(owner));
        if revision > 2 {
            (0..50).for_each(|_| hash = Md5::digest(hash));
        }
        let mut words = self.rule.get::<PdfString<'_>>(b"O")?.as_bytes().get(..PADDING.len())?.to_vec();
        for turn in (0..if revision > 2 { 20 } else { 1 }).rev() {
            let key: Vec<u8> = hash[..length].iter().map(|byte| byte ^ turn).collect();
            rc4(&key, &mut words);
        }
        let end = (0..=words.len()).find(|&end| PADDING.starts_with(&words[end..]))?;
        words.truncate(end);
        Some(words)
    }

    /// The sum of what streams of objects hold, unlocked; `None` where it is, or may be, more than `room`.
    ///
    /// They are put into a file of their own, locked as they are but where nothing asks for their objects.
    pub fn measure(&self, packed: &[Packed<'f>], password: &str, room: usize) -> Option<usize> {
        let mut sum = 0;
        for stream in packed {
            let most = stream.bytes.len().saturating_mul(unpack::MOST);
            if most <= room - sum {
                sum += most;
                continue;
            }
            let pdf = match Pdf::new_with_password(self.disguise(stream), password) {
                Ok(pdf) => pdf,
                // What the password does not open is not unpacked either.
                Err(hayro_interpret::hayro_syntax::LoadPdfError::Decryption(_)) => return Some(sum),
                Err(_) => return None,
            };
            let unlocked = pdf.xref().get::<Stream<'_>>(stream.id?)?;
            // A stream may say that it is not locked, and is not asked here.
            let plain = unpack::inflated(stream.bytes, room - sum)?;
            sum += unpack::inflated(&unlocked.raw_data(), room - sum)?.max(plain);
        }
        Some(sum)
    }

    /// A file that holds one stream as it is locked, and no object that is packed.
    fn disguise(&self, stream: &Packed<'_>) -> Vec<u8> {
        let id = stream.id.unwrap_or(ObjectIdentifier::new(1, 0));
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = String::new();
        let mut put = |number: u32, generation: i32, object: &[&[u8]]| {
            table.push_str(&format!("{number} 1\n{:010} {generation:05} n \n", out.len()));
            out.extend(format!("{number} {generation} obj\n").bytes());
            object.iter().for_each(|part| out.extend_from_slice(part));
            out.extend(b"\nendobj\n");
        };
        let head = format!("<< /Length {} >>\nstream\n", stream.bytes.len());
        put(id.obj_number, id.gen_number, &[head.as_bytes(), stream.bytes, b"\nendstream"]);
        let root = if id.obj_number < u32::MAX - 3 { id.obj_number + 1 } else { 1 };
        put(root, 0, &[format!("<< /Type /Catalog /Pages {} 0 R >>", root + 1).as_bytes()]);
        put(root + 1, 0, &[format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 >>", root + 2).as_bytes()]);
        let page = format!("<< /Type /Page /Parent {} 0 R /MediaBox [0 0 1 1] >>", root + 1);
        put(root + 2, 0, &[page.as_bytes()]);
        let start = out.len();
        out.extend(format!("xref\n{table}trailer\n<< /Size {} /Root {root} 0 R /Encrypt ", root + 3).bytes());
        out.extend_from_slice(self.rule.data());
        if let Some(id) = &self.id {
            out.extend(b" /ID [");
            let parts = id.data().trim_ascii();
            out.extend_from_slice(parts.strip_prefix(b"[").and_then(|parts| parts.strip_suffix(b"]")).unwrap_or(parts));
            out.extend(b"]");
        }
        out.extend(format!(" >>\nstartxref\n{start}\n%%EOF\n").bytes());
        out
    }
}

const KEY_NAME: &[u8] = b"Encrypt";
/// A trailer is looked for in so many bytes before what it names.
const TRAILER_BYTES: usize = 64 << 10;

/// A dictionary that stands in a file under its own number, the last of that number.
fn object<'f>(file: &'f [u8], id: ObjectIdentifier) -> Option<Dict<'f>> {
    let head = format!("{} {} obj", id.obj_number, id.gen_number);
    let begins = |at: &usize| !file[..*at].last().is_some_and(u8::is_ascii_digit);
    let at = memchr::memmem::find_iter(file, head.as_bytes()).filter(begins).last()?;
    Dict::from_bytes(file[at + head.len()..].trim_ascii_start())
}

/// What stands behind a password that is shorter (algorithm 2).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
    0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

fn padded(password: &[u8]) -> Vec<u8> {
    password.iter().chain(&PADDING).copied().take(PADDING.len()).collect()
}

/// RC4, which locks and unlocks alike.
pub(super) fn rc4(key: &[u8], bytes: &mut [u8]) {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut other = 0_u8;
    for at in 0..state.len() {
        other = other.wrapping_add(state[at]).wrapping_add(key[at % key.len()]);
        state.swap(at, usize::from(other));
    }
    let (mut one, mut other) = (0_u8, 0_u8);
    for byte in bytes {
        one = one.wrapping_add(1);
        other = other.wrapping_add(state[usize::from(one)]);
        state.swap(usize::from(one), usize::from(other));
        *byte ^= state[usize::from(state[usize::from(one)].wrapping_add(state[usize::from(other)]))];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cipher_is_rc4() {
        // RFC 6229, 40-bit key 0102030405: the first bytes of the stream.
        let mut stream = [0; 8];
        rc4(&[1, 2, 3, 4, 5], &mut stream);
        assert_eq!(stream, [0xb2, 0x39, 0x63, 0x05, 0xf0, 0x3d, 0xc0, 0x27]);
    }

    #[test]
    fn an_owner_gives_the_password_of_users() {
        for (revision, length) in [(2, 5), (3, 16)] {
            let mut hash = Md5::digest(padded(b"owner"));
            let mut words = padded(b"user");
            if revision == 3 {
                (0..50).for_each(|_| hash = Md5::digest(hash));
            }
            for turn in 0..if revision == 3 { 20 } else { 1 } {
                let key: Vec<u8> = hash[..length].iter().map(|byte| byte ^ turn).collect();
                rc4(&key, &mut words);
            }
            let words: String = words.iter().map(|byte| format!("{byte:02x}")).collect();
            let file = format!(
                "9 0 obj << /Filter /Standard /V {} /R {revision} /Length 128 /O <{words}> >> endobj trailer << /Encrypt 9 0 R >>",
                revision - 1
            );
            let lock = Lock::of(file.as_bytes()).expect("locked");
            assert_eq!(lock.user_password(b"owner").as_deref(), Some(&b"user"[..]), "{revision}");
            assert_ne!(lock.user_password(b"someone").as_deref(), Some(&b"user"[..]));
        }
    }

    /// A stream of objects locked with RC4 under the key of an empty user password (algorithms 1, 2 and 4).
    #[test]
    fn what_a_locked_stream_holds_is_measured() {
        let id = [7_u8; 16];
        let seed: Vec<u8> = padded(b"").into_iter().chain([9; 32]).chain((-4_i32).to_le_bytes()).chain(id).collect();
        let key = &Md5::digest(seed)[..5];
        let mut user = PADDING;
        rc4(key, &mut user);
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &vec![b' '; 3 << 20]).expect("memory can be written");
        let mut packed = packed.finish().expect("memory can be written");
        let own: Vec<u8> = key.iter().copied().chain([5, 0, 0, 0, 0]).collect();
        rc4(&Md5::digest(own)[..10], &mut packed);
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut file = format!("5 0 obj << /Type /ObjStm /Length {} >> stream\n", packed.len()).into_bytes();
        file.extend(packed);
        file.extend(format!("\nendstream endobj trailer << /ID [<{0}> <{0}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{1}> /U <{2}> >> >>", hex(&id), hex(&[9; 32]), hex(&user)).bytes());
        let lock = Lock::of(&file).expect("locked");
        let streams: Vec<Packed<'_>> = unpack::object_streams(&file).collect();
        assert_eq!(unpack::packed_objects(&streams, 2 << 20), Some(0), "nothing is seen from outside");
        assert_eq!(lock.measure(&streams, "", 4 << 20), Some(3 << 20));
        assert_eq!(lock.measure(&streams, "", 2 << 20), None);
        assert_eq!(lock.measure(&streams, "wrong", 2 << 20), Some(0), "what is not opened is not unpacked");
    }
}

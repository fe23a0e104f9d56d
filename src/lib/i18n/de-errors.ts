/** German with Sie: what is said when something does not work. */
import type { FaultCode, RefusalCode } from '../base/fault';

/** One sentence a code. */
export const deErrors = {
	'setup-code-wrong': 'Der Einrichtungscode stimmt nicht. Bitte prüfen Sie ihn Zeichen für Zeichen.',
	'setup-code-used':
		'Mit diesem Code wurde schon eine Beratungsstelle eingerichtet. Mit Ihrem Notfallblatt kommen Sie hinein.',
	'setup-code-waits': 'Das waren zu viele falsche Codes. Bitte versuchen Sie es in einer Minute noch einmal.',
	'passphrase-wrong': 'Die Passphrase stimmt nicht.',
	'passphrase-weak': 'Diese Passphrase ist zu leicht zu erraten. Nehmen Sie mehr Wörter.',
	'recovery-replaced': 'Dieses Notfallblatt gilt nicht mehr: Es wurde durch ein neueres ersetzt.',
	'recovery-words-wrong': 'Diese Wörter stimmen nicht. Bitte vergleichen Sie sie mit dem Notfallblatt.',
	'link-mangled': 'Dieser Link ist unvollständig oder verändert.',
	'link-foreign': 'Dieser Link gehört nicht zu dieser Seite.',
	'link-unknown': 'Diesen Link gibt es hier noch nicht oder nicht mehr.',
	'link-expired': 'Dieser Link ist abgelaufen.',
	'link-revoked': 'Dieser Link gilt nicht mehr.',
	'link-kept-elsewhere': 'Dieses Gespräch wird auf einem anderen Gerät geführt.',
	'invitation-mangled':
		'Dieser Einladungslink ist unvollständig oder verändert. Bitte öffnen Sie ihn noch einmal ganz.',
	'invitation-unknown':
		'Diese Einladung gibt es hier noch nicht oder nicht mehr. Bitte fragen Sie die Person, von der Sie sie haben.',
	'invitation-expired': 'Diese Einladung ist abgelaufen. Bitte lassen Sie sich eine neue geben.',
	'invitation-withdrawn': 'Diese Einladung wurde zurückgezogen.',
	'invitation-used': 'Diese Einladung wurde schon benutzt. Jede gilt nur einmal.',
	'message-empty': 'Die Nachricht ist leer.',
	'message-too-long': 'Die Nachricht ist zu lang. Bitte kürzen Sie sie oder senden Sie sie in Teilen.',
	'name-empty': 'Bitte geben Sie einen Namen ein.',
	'name-too-long': 'Dieser Name ist zu lang.',
	'text-too-long': 'Dieser Text ist zu lang.',
	'picture-unreadable': 'Dieses Bild lässt sich nicht lesen. Bitte nehmen Sie ein anderes (JPEG, PNG oder WebP).',
	'attachment-too-large': 'Diese Datei ist zu groß.',
	'day-past': 'Dieser Tag liegt schon zurück.',
	'not-allowed': 'Das dürfen Sie hier nicht.',
	'group-ring': 'Das geht nicht: Diese Gruppe enthält selbst schon die Gruppe, in die sie soll.',
	'founder-stays': 'Wer die Gruppe angelegt hat, bleibt in ihr.',
	'form-incomplete': 'Bitte prüfen Sie die markierten Felder.',
	'topic-known': 'Dieses Thema gibt es schon.',
	'topics-full': 'Mehr eigene Themen sind nicht möglich.',
	'monitoring-gone': 'Dieses Monitoring wurde inzwischen gelöscht.',
	'monitoring-newer':
		'Dieses Monitoring wurde mit einer neueren Version angelegt. Bitte laden Sie die Seite neu, um es zu bearbeiten.',
	'no-connection': 'Keine Verbindung. Bitte versuchen Sie es noch einmal, sobald Sie online sind.',
	'relay-nonsense': 'Die Gegenstelle antwortet unverständlich. Bitte versuchen Sie es später noch einmal.',
	'relay-too-new': 'Diese Seite ist veraltet. Bitte laden Sie sie neu.',
	'relay-diverged':
		'Die Gegenstelle zeigt einen anderen Verlauf als dieses Gerät. Bitte wenden Sie sich an die Person, die Sofortchat betreut.',
	'relay-forgot':
		'Die Gegenstelle kennt dieses Gerät zurzeit nicht, vielleicht nach einem Ausfall. Was Sie schreiben, bleibt so lange auf diesem Gerät. Hält das an, wenden Sie sich bitte an die Person, die Sofortchat betreut.',
	'relay-withholds':
		'Die Gegenstelle hält Nachrichten zurück. Was Sie schreiben, bleibt so lange auf diesem Gerät. Hält das an, wenden Sie sich bitte an die Person, die Sofortchat betreut.',
	'storage-full': 'Der Speicher dieses Geräts ist voll. Bitte schaffen Sie Platz und versuchen Sie es noch einmal.',
	'format-old':
		'Was auf diesem Gerät liegt, stammt von einer früheren Fassung und lässt sich hier nicht öffnen. Es bleibt unverändert.',
	'storage-unreadable': 'Ein Teil der Daten auf diesem Gerät ist beschädigt. Was übertragen war, wird erneut geholt.',
	'storage-missing': 'Dieser Browser darf hier nichts speichern (privates Fenster oder gesperrte Cookies).',
	'session-over': 'Sofortchat wurde inzwischen gesperrt. Bitte entsperren Sie und versuchen Sie es noch einmal.',
	'crypto-missing': 'Dieser Browser kann nicht verschlüsseln. Bitte nehmen Sie einen aktuellen.',
	'not-secure': 'Diese Seite kam unverschlüsselt. Bitte öffnen Sie sie mit https:// am Anfang der Adresse.',
	'file-changed': 'Die Datei hat sich geändert, während sie gelesen wurde. Bitte wählen Sie sie noch einmal aus.',
	'file-unreadable': 'Diese Datei lässt sich nicht lesen. Bitte wählen Sie sie noch einmal aus.',
	'attachment-missing': 'Dieses Dokument ist noch nicht übertragen. Bitte versuchen Sie es später noch einmal.',
	'attachment-gone': 'Dieses Dokument wurde gelöscht.',
	'attachment-damaged': 'Dieses Dokument kam beschädigt an und lässt sich nicht öffnen.',
	'relay-full': 'Für weitere Dokumente ist hier kein Platz mehr. Bitte löschen Sie ältere.',
	'copy-refused':
		'Der Browser lässt das Kopieren hier nicht zu. Bitte markieren Sie den Text und kopieren Sie ihn von Hand.',
	trouble: 'Hier ist etwas schiefgegangen. Wenn auf dieser Seite etwas fehlt, laden Sie sie bitte neu.',
	unexpected: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.'
} satisfies Record<RefusalCode | FaultCode, string>;

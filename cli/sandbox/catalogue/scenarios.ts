/** Made-up support conversations in several languages, from which tickets are generated. */

export interface Turn {
  readonly from: "customer" | "agent";
  readonly paragraphs: readonly string[];
}

export interface Scenario {
  /** Language tag for the HTML. */
  readonly language: string;
  readonly subject: string;
  readonly customer: string;
  readonly email: string;
  /** In order of time; the first is always there. `{order}` becomes an order number. */
  readonly turns: readonly Turn[];
}

const customer = (...paragraphs: string[]): Turn => ({ from: "customer", paragraphs });
const agent = (...paragraphs: string[]): Turn => ({ from: "agent", paragraphs });

export const scenarios: readonly Scenario[] = [
  {
    language: "EN-IN",
    subject: "Refund for order {order}",
    customer: "Asha",
    email: "asha@example.com",
    turns: [
      customer(
        "Hi,",
        "I cancelled order {order} last week and the refund has not reached my account.",
        "Asha",
      ),
      agent("Hi Asha,", "Sorry about the wait. Could you share the bank statement of the last seven days?"),
      customer("Please find it attached. The amount was 1,499.00 & the fee 49.00."),
      customer("Also, the app still shows the order as <active>. Is that right?"),
      agent("Thank you. The refund was sent on the 12th; banks take up to 5 working days."),
      customer("It has arrived, but 49.00 is missing."),
      agent("That was the cancellation fee. As a courtesy we have returned it too."),
      customer("Got it now. Thanks for your help!"),
    ],
  },
  {
    language: "EN-GB",
    subject: "Cannot sign in after changing my phone",
    customer: "Noor",
    email: "noor@example.org",
    turns: [
      customer(
        "Hello team,",
        "I have a new phone and the code never arrives. Error log attached.",
        "Regards, Noor",
      ),
      agent("Hello Noor,", "We have reset two-step sign-in for order {order}. Please try again."),
      customer("Now it says “session expired” each time. See the screenshot."),
      agent("Please clear the cache of the app, sign in once on the web, then on the phone."),
      customer("The web works, the phone does not."),
      agent("Our engineers released version 8.2.1 today, which fixes this. Could you update?"),
      customer("Works! You can close this ticket."),
      agent("Glad to hear it. We are closing the ticket; a reply opens it again."),
    ],
  },
  {
    language: "DE",
    subject: "Rechnung zu Bestellung {order} fehlt",
    customer: "Jörg",
    email: "joerg@example.com",
    turns: [
      customer(
        "Guten Tag,",
        "für die Bestellung {order} fehlt mir noch die Rechnung über 1.249,50 €.",
        "Viele Grüße, Jörg",
      ),
      agent("Guten Tag Jörg,", "anbei die Rechnung. Bitte prüfen Sie die Anschrift."),
      customer("Die Straße ist falsch geschrieben: „Königstraße“, nicht „Konigstrasse“."),
      agent("Vielen Dank, wir haben sie korrigiert und fügen die neue Fassung bei."),
      customer("Perfekt, danke schön!"),
    ],
  },
  {
    language: "HI",
    subject: "ऑर्डर {order} नहीं मिला",
    customer: "राधा",
    email: "radha@example.com",
    turns: [
      customer("नमस्ते,", "मेरा ऑर्डर {order} अभी तक नहीं पहुँचा है। रसीद संलग्न है।", "धन्यवाद, राधा"),
      agent("नमस्ते राधा,", "असुविधा के लिए खेद है। कृपया अपना पिन कोड बताएँ।"),
      customer("पिन कोड 560001 है।"),
      agent("आपका ऑर्डर कल शाम तक पहुँच जाएगा।"),
      customer("ऑर्डर मिल गया, बहुत धन्यवाद 🙏"),
    ],
  },
  {
    language: "JA",
    subject: "注文 {order} の返品について",
    customer: "ハル",
    email: "haru@example.org",
    turns: [
      customer(
        "お世話になっております。",
        "注文 {order} の商品が破損していました。写真を添付します。",
        "ハル",
      ),
      agent("ご連絡ありがとうございます。", "ご不便をおかけし申し訳ございません。交換品をお送りいたします。"),
      customer("ありがとうございます。いつ届きますか?"),
      agent("3日以内にお届けする予定です。"),
    ],
  },
  {
    language: "AR",
    subject: "تغيير عنوان التوصيل للطلب {order}",
    customer: "ليلى",
    email: "layla@example.com",
    turns: [
      customer("مرحباً،", "أرغب في تغيير عنوان التوصيل للطلب {order} قبل الشحن.", "شكراً، ليلى"),
      agent("مرحباً ليلى،", "تم تحديث العنوان. هل المرفق صحيح؟"),
      customer("نعم، صحيح. شكراً جزيلاً."),
    ],
  },
];
